import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import NextCall, Note, Rule, Try, found_so_far, plan
from tests.lead_intelligence.waterfall.plans import EMAIL, PHONE, TITLE, hit, miss, providers, rule, state


def test_the_first_provider_of_the_order_is_asked_for_every_field_that_it_gives():
    step = plan(
        rules=[rule(EMAIL, "a", "b"), rule(PHONE, "b")],
        providers=providers("b", a=state("a", supports=(EMAIL, TITLE))),
    )
    assert step.call == NextCall("a", (EMAIL,), 5000)


def test_one_answer_serves_every_field_and_ends_the_job():
    step = plan(
        rules=[rule(EMAIL, "a"), rule(PHONE, "b")],
        providers=providers("a", "b"),
        tries=[hit("a", email=("x@y.de", 0.9), phone=("+49", 0.9))],
    )
    assert step.call is None
    assert {field: found.slug for field, found in step.found.items()} == {EMAIL: "a", PHONE: "a"}


def test_a_field_that_nobody_asked_for_comes_along():
    step = plan(
        rules=[rule(EMAIL, "a")],
        providers=providers("a"),
        tries=[hit("a", email=("x@y.de", 0.9), country=("DE", 0.9))],
    )
    assert step.found[Field.COUNTRY] == Found(Field.COUNTRY, "a", FieldValue("DE", 0.9))


def test_a_fresh_cached_value_needs_no_call():
    cached = Found(EMAIL, "b", FieldValue("x@y.de", 0.9), from_cache=True)
    step = plan(rules=[rule(EMAIL, "a", "b")], providers=providers("a", "b"), cached=[cached])
    assert (step.call, step.found) == (None, {EMAIL: cached})


def test_an_answer_below_the_minimum_is_a_candidate_and_the_next_provider_is_asked():
    step = plan(
        rules=[rule(EMAIL, "a", "b", min_confidence=0.8)],
        providers=providers("a", "b"),
        tries=[hit("a", email=("x@y.de", 0.79))],
    )
    assert step.call == NextCall("b", (EMAIL,), 5000)
    assert step.candidates == [Found(EMAIL, "a", FieldValue("x@y.de", 0.79))]


@pytest.mark.parametrize(
    ("provider", "reason"),
    [
        (state("a", unavailable="Is switched off."), "Is switched off."),
        (state("a", supports=(PHONE,)), "Field not supported."),
    ],
)
def test_a_provider_that_cannot_help_is_skipped_with_its_reason(provider, reason):
    step = plan(rules=[rule(EMAIL, "a", "b")], providers=providers("b", a=provider))
    assert step.call == NextCall("b", (EMAIL,), 5000)
    assert step.notes == [Note(EMAIL, "a", reason)]


def test_a_provider_that_is_not_set_up_is_skipped():
    step = plan(rules=[rule(EMAIL, "gone")], providers={})
    assert (step.call, step.notes) == (None, [Note(EMAIL, "gone", "Not set up.")])


def waits(slug: str) -> Try:
    return Try(slug=slug, outcome=Outcome.PENDING, waits=True)


@pytest.mark.parametrize(("confidence", "found"), [(0.79, False), (0.8, True), (1.0, True)])
def test_a_value_needs_at_least_the_minimum_confidence_of_its_field(confidence, found):
    step = plan(
        rules=[rule(EMAIL, "a", min_confidence=0.8)],
        providers=providers("a"),
        tries=[hit("a", email=("x@y.de", confidence))],
    )
    assert (EMAIL in step.found, len(step.candidates)) == (found, 0 if found else 1)


@pytest.mark.parametrize(("confidence", "found"), [(0.49, False), (0.5, True)])
def test_a_field_without_a_rule_needs_half_the_confidence(confidence, found):
    step = plan(
        rules=[rule(EMAIL, "a", min_confidence=0.9)],
        providers=providers("a"),
        tries=[hit("a", country=("DE", confidence))],
    )
    assert (Field.COUNTRY in step.found) is found


def test_the_first_value_with_enough_confidence_stays_and_a_better_one_is_a_candidate():
    step = plan(
        rules=[rule(EMAIL, "a", "b"), rule(PHONE, "a", "b")],
        providers=providers("a", "b"),
        tries=[hit("a", email=("one@y.de", 0.6)), hit("b", email=("two@y.de", 0.99), phone=("+49", 0.9))],
    )
    assert step.found[EMAIL] == Found(EMAIL, "a", FieldValue("one@y.de", 0.6))
    assert step.candidates == [Found(EMAIL, "b", FieldValue("two@y.de", 0.99))]


def test_the_cache_is_asked_before_the_vendors():
    cached = Found(EMAIL, "old", FieldValue("old@y.de", 0.6), from_cache=True)
    step = plan(
        rules=[rule(EMAIL, "a"), rule(PHONE, "a")],
        providers=providers("a"),
        tries=[hit("a", email=("new@y.de", 0.9))],
        cached=[cached],
    )
    assert step.found[EMAIL] == cached
    assert [each.value.value for each in step.candidates] == ["new@y.de"]


def test_a_cached_value_below_the_minimum_confidence_is_a_candidate():
    cached = Found(EMAIL, "old", FieldValue("old@y.de", 0.6), from_cache=True)
    step = plan(rules=[rule(EMAIL, "a", min_confidence=0.7)], providers=providers("a"), cached=[cached])
    assert step.call == NextCall("a", (EMAIL,), 5000)
    assert (step.found, step.candidates) == ({}, [cached])


def test_values_so_far_are_those_of_cache_and_vendors_with_enough_confidence():
    cached = Found(PHONE, "old", FieldValue("+49", 0.9), from_cache=True)
    found = found_so_far(
        rules=[rule(EMAIL, "a"), rule(TITLE, "a", min_confidence=0.8)],
        tries=[hit("a", email=("x@y.de", 0.9), title=("CTO", 0.7))],
        cached=[cached],
    )
    assert found == {PHONE: cached, EMAIL: Found(EMAIL, "a", FieldValue("x@y.de", 0.9))}
    assert found_so_far(rules=[], tries=[]) == {}


def test_a_field_waits_for_a_vendor_of_its_order_that_is_still_searching():
    step = plan(rules=[rule(EMAIL, "a", "b")], providers=providers("a", "b"), tries=[waits("a")])
    assert (step.call, list(step.waiting), list(step.notes)) == (None, ["a"], [])


def test_other_fields_go_on_while_one_waits():
    step = plan(
        rules=[rule(EMAIL, "a", "b"), rule(PHONE, "b")],
        providers=providers("b", a=state("a", supports=(EMAIL,))),
        tries=[waits("a")],
    )
    assert step.call == NextCall("b", (EMAIL, PHONE), 5000)


def test_a_field_does_not_wait_for_a_vendor_outside_its_order():
    step = plan(rules=[rule(EMAIL, "b")], providers=providers("a", "b"), tries=[waits("a")])
    assert (step.call, list(step.waiting)) == (NextCall("b", (EMAIL,), 5000), [])


def test_a_field_does_not_wait_for_a_vendor_that_does_not_give_it():
    known = providers("b", a=state("a", supports=(PHONE,)))
    step = plan(rules=[rule(EMAIL, "a", "b")], providers=known, tries=[waits("a")])
    assert (step.call, list(step.waiting)) == (NextCall("b", (EMAIL,), 5000), [])


def test_a_field_does_not_wait_for_a_vendor_that_was_removed():
    step = plan(rules=[rule(EMAIL, "gone", "b")], providers=providers("b"), tries=[waits("gone")])
    assert step.call == NextCall("b", (EMAIL,), 5000)


def test_every_field_that_waits_names_its_vendor():
    step = plan(
        rules=[rule(EMAIL, "a"), rule(PHONE, "b")],
        providers=providers(a=state("a", supports=(EMAIL,)), b=state("b", supports=(PHONE,))),
        tries=[waits("a"), waits("b")],
    )
    assert (step.call, list(step.waiting)) == (None, ["a", "b"])


def test_a_vendor_that_finished_is_not_waited_for():
    step = plan(rules=[rule(EMAIL, "a")], providers=providers("a"), tries=[miss("a", Outcome.PENDING)])
    assert list(step.waiting) == []
    assert step.notes == [Note(EMAIL, "a", "Already called: pending.")]


def test_the_timeout_is_that_of_the_field_that_leads_to_the_call():
    step = plan(
        rules=[rule(EMAIL, "a", timeout_ms=900), rule(PHONE, "a", timeout_ms=100)], providers=providers("a")
    )
    assert step.call == NextCall("a", (EMAIL, PHONE), 900)


def test_a_call_asks_for_later_fields_even_if_their_order_does_not_name_the_vendor():
    step = plan(rules=[rule(EMAIL, "a"), rule(PHONE, "b")], providers=providers("a", "b"))
    assert step.call == NextCall("a", (EMAIL, PHONE), 5000)


def test_a_call_does_not_ask_for_what_was_found():
    step = plan(
        rules=[rule(EMAIL, "a"), rule(PHONE, "b")],
        providers=providers("a", "b"),
        tries=[hit("a", email=("x@y.de", 0.9))],
    )
    assert step.call == NextCall("b", (PHONE,), 5000)


def test_when_one_field_has_nobody_left_the_next_field_is_looked_for():
    step = plan(
        rules=[rule(EMAIL, "gone"), rule(PHONE, "b")], providers=providers(b=state("b", supports=(PHONE,)))
    )
    assert step.call == NextCall("b", (PHONE,), 5000)
    assert step.notes == [Note(EMAIL, "gone", "Not set up.")]


def test_nothing_to_look_for_needs_no_call():
    step = plan(rules=[], providers=providers("a"))
    assert (step.call, step.found, step.candidates, step.notes) == (None, {}, [], [])


def test_a_rule_has_the_defaults_of_the_settings_page():
    made = Rule(field=EMAIL, order=())
    assert (made.max_attempts, made.timeout_ms, made.min_confidence, made.max_cost) == (3, 5000, 0.5, None)


def test_a_try_costs_nothing_and_brings_nothing_unless_it_says_so():
    made = Try(slug="a", outcome=Outcome.NOT_FOUND)
    assert (made.cost, made.waits, dict(made.values)) == (0, False, {})


fields = st.sampled_from([EMAIL, PHONE, TITLE])


slugs = st.lists(st.sampled_from("abcd"), unique=True, max_size=4).map(tuple)


@given(
    st.lists(
        st.builds(
            lambda field, order, attempts, cap: rule(field, *order, max_attempts=attempts, max_cost=cap),
            fields,
            slugs,
            st.integers(1, 4),
            st.none() | st.decimals(0, 1, places=2),
        ),
        max_size=3,
        unique_by=lambda made: made.field,
    ),
    st.dictionaries(st.sampled_from("abcd"), st.sets(fields), max_size=4),
    st.sampled_from([Outcome.NOT_FOUND, Outcome.RATE_LIMITED, Outcome.PROVIDER_ERROR, Outcome.AUTH_FAILED]),
)
def test_a_job_ends_and_calls_no_vendor_twice_nor_for_what_it_does_not_give(rules, supports, outcome):
    known = {slug: state(slug, supports=tuple(given)) for slug, given in supports.items()}
    tries: list[Try] = []
    while call := plan(rules=rules, providers=known, tries=tries).call:
        assert call.slug not in {each.slug for each in tries}
        assert call.fields
        assert set(call.fields) <= supports[call.slug]
        tries.append(miss(call.slug, outcome, cost="0.10"))
    assert len(tries) <= 4
