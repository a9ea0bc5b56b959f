"""What a look-up may cost, before any vendor is asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.spending.domain.estimates import UNKNOWN_HIT_RATE, Estimate, estimate
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.waterfall.domain import Rule

EMAIL, PHONE = Field.EMAIL, Field.PHONE


def state(slug: str, cost: str, *fields: Field, unavailable: str = "") -> ProviderState:
    return ProviderState(
        slug=slug, supports=frozenset(fields or Field), cost=Decimal(cost), unavailable=unavailable
    )


def providers(*states: ProviderState) -> dict[str, ProviderState]:
    return {each.slug: each for each in states}


A, B = state("a", "0.10"), state("b", "0.40")


def test_the_second_vendor_is_asked_as_often_as_the_first_misses():
    found = estimate([Rule(field=EMAIL, order=("a", "b"))], providers(A, B), {("a", EMAIL): 0.75})
    assert found == Estimate(calls=1.25, likely=Decimal("0.20"), most=Decimal("0.50"))


def test_half_of_the_look_ups_are_hits_where_nothing_is_known():
    found = estimate([Rule(field=EMAIL, order=("a", "b"))], providers(A, B))
    assert (found.calls, found.likely) == (1.5, Decimal("0.30"))


def test_fields_share_the_calls_of_a_vendor():
    rules = [Rule(field=EMAIL, order=("a",)), Rule(field=PHONE, order=("a",))]
    assert estimate(rules, providers(A)) == Estimate(1.0, Decimal("0.10"), Decimal("0.10"))


def test_a_vendor_that_knew_one_field_is_asked_again_for_none():
    rules = [Rule(field=EMAIL, order=("a",)), Rule(field=PHONE, order=("a", "b"))]
    found = estimate(rules, providers(A, B), {("a", PHONE): 1.0})
    assert found.calls == 1.0


@pytest.mark.parametrize(
    "states",
    [
        [A, state("b", "0.40", unavailable="Is switched off.")],
        [A, state("b", "0.40", PHONE)],
        [A],
    ],
)
def test_a_vendor_that_cannot_be_asked_costs_nothing(states):
    found = estimate([Rule(field=EMAIL, order=("b", "a"))], providers(*states))
    assert found == Estimate(1.0, Decimal("0.10"), Decimal("0.10"))


def test_no_more_vendors_are_asked_than_the_rule_allows():
    found = estimate([Rule(field=EMAIL, order=("a", "b"), max_attempts=1)], providers(A, B))
    assert found.calls == 1.0


def test_a_cap_bounds_what_is_spent_at_most_where_every_field_has_one():
    capped = Rule(field=EMAIL, order=("a", "b"), max_cost=Decimal("0.30"))
    free = Rule(field=PHONE, order=("a", "b"))
    assert estimate([capped], providers(A, B)).most == Decimal("0.30")
    assert estimate([capped, free], providers(A, B)).most == Decimal("0.50")


def test_the_likely_cost_is_no_more_than_the_most():
    capped = Rule(field=EMAIL, order=("b",), max_cost=Decimal("0.25"))
    assert estimate([capped], providers(B)).likely == Decimal("0.25")


def test_nothing_to_look_for_costs_nothing():
    assert estimate([], providers(A)) == Estimate()


C = state("c", "1.00")


def test_a_vendor_without_calls_is_expected_to_know_every_second_value():
    assert UNKNOWN_HIT_RATE == 0.5


def test_the_third_vendor_is_asked_when_the_first_two_miss():
    rates = {("a", EMAIL): 0.5, ("b", EMAIL): 0.6}
    found = estimate([Rule(field=EMAIL, order=("a", "b", "c"))], providers(A, B, C), rates)
    assert found.calls == pytest.approx(1 + 0.5 + 0.2)
    assert found.likely == pytest.approx(Decimal("0.10") + Decimal("0.20") + Decimal("0.20"))
    assert found.most == Decimal("1.50")


def test_a_vendor_that_always_knows_leaves_nothing_for_the_next():
    found = estimate([Rule(field=EMAIL, order=("a", "b", "c"))], providers(A, B, C), {("a", EMAIL): 1.0})
    assert (found.calls, found.likely, found.most) == (1.0, Decimal("0.10"), Decimal("1.50"))


def test_the_next_vendor_is_asked_although_one_before_it_was_asked_for_another_field():
    rules = [Rule(field=EMAIL, order=("a",)), Rule(field=PHONE, order=("a", "b", "c"))]
    found = estimate(rules, providers(A, B, C), {("a", PHONE): 0.5, ("b", PHONE): 0.5})
    # a for the e-mail address; b if a missed the phone number, c if both did.
    assert found.calls == pytest.approx(1 + 0.5 + 0.25)


def test_a_call_for_one_field_makes_another_less_likely_to_be_missing():
    rules = [Rule(field=EMAIL, order=("a",)), Rule(field=PHONE, order=("b",))]
    rates = {("a", EMAIL): 0.1, ("a", PHONE): 0.8}
    assert estimate(rules, providers(A, B), rates).calls == pytest.approx(1 + 0.2)


def test_hit_rates_of_one_field_say_nothing_of_another():
    rules = [Rule(field=EMAIL, order=("a", "b"))]
    assert estimate(rules, providers(A, B), {("a", PHONE): 1.0}).calls == 1.5


def test_a_vendor_that_does_not_give_a_field_leaves_it_missing():
    email_only = state("a", "0.10", EMAIL)
    rules = [Rule(field=EMAIL, order=("a",)), Rule(field=PHONE, order=("a", "b"))]
    assert estimate(rules, providers(email_only, B)).calls == 2.0


def test_vendors_that_cannot_be_asked_use_up_no_attempt():
    off = state("off", "9.00", unavailable="Is switched off.")
    found = estimate([Rule(field=EMAIL, order=("off", "gone", "a"), max_attempts=1)], providers(off, A))
    assert found == Estimate(1.0, Decimal("0.10"), Decimal("0.10"))


def test_all_vendors_of_the_order_may_cost_even_beyond_the_attempts():
    found = estimate([Rule(field=EMAIL, order=("a", "b"), max_attempts=1)], providers(A, B))
    assert found.most == Decimal("0.50")


@pytest.mark.parametrize(
    ("caps", "most"),
    [
        (("0.20", "0.30"), "0.30"),
        (("0.30", "0.20"), "0.30"),
        (("0.20", None), "0.50"),
        ((None, None), "0.50"),
        (("9.00", "0.20"), "0.50"),
        (("0", "0"), "0"),
    ],
)
def test_the_highest_cap_bounds_the_job_if_each_field_has_one(caps, most):
    rules = [
        Rule(field=field, order=("a", "b"), max_cost=None if cap is None else Decimal(cap))
        for field, cap in zip((EMAIL, PHONE), caps, strict=True)
    ]
    assert estimate(rules, providers(A, B)).most == Decimal(most)


def test_a_field_that_nobody_gives_does_not_lift_the_cap():
    capped = Rule(field=EMAIL, order=("a", "b"), max_cost=Decimal("0.30"))
    hopeless = Rule(field=PHONE, order=("gone",))
    assert estimate([capped, hopeless], providers(A, B)).most == Decimal("0.30")


rates = st.floats(0, 1)


@given(
    st.permutations(["a", "b", "c"]),
    st.dictionaries(st.tuples(st.sampled_from("abc"), st.just(EMAIL)), rates),
)
def test_a_lead_costs_between_the_first_vendor_and_all_of_them(order, known):
    found = estimate([Rule(field=EMAIL, order=tuple(order))], providers(A, B, C), known)
    first = {"a": A, "b": B, "c": C}[order[0]].cost
    assert first <= found.likely <= found.most == Decimal("1.50")
    assert 1 <= found.calls <= 3
