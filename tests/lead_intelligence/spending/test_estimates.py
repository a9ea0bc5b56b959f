"""What a look-up may cost, before any vendor is asked."""

from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.spending.domain.estimates import Estimate, estimate
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
