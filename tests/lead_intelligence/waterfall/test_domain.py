from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import NextCall, Note, Rule, Try, plan

EMAIL, PHONE, TITLE = Field.EMAIL, Field.PHONE, Field.TITLE


def rule(field: Field, *order: str, **numbers: object) -> Rule:
    return Rule(field=field, order=order, **numbers)


def providers(*slugs: str, **changed: ProviderState) -> dict[str, ProviderState]:
    return {slug: state(slug) for slug in slugs} | changed


def state(slug: str, supports: tuple[Field, ...] = tuple(Field), cost: str = "0.10", unavailable: str = ""):
    return ProviderState(slug=slug, supports=frozenset(supports), cost=Decimal(cost), unavailable=unavailable)


def hit(slug: str, cost: str = "0.10", **values: tuple[object, float]) -> Try:
    found = {Field(name): FieldValue(*value) for name, value in values.items()}
    return Try(slug=slug, outcome=Outcome.FOUND, cost=Decimal(cost), values=found)


def miss(slug: str, outcome: Outcome = Outcome.NOT_FOUND, cost: str = "0") -> Try:
    return Try(slug=slug, outcome=outcome, cost=Decimal(cost))


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


def test_misses_and_failures_are_attempts():
    step = plan(
        rules=[rule(EMAIL, "a", "b", "c", max_attempts=2)],
        providers=providers("a", "b", "c"),
        tries=[miss("a"), miss("b", Outcome.TRANSPORT_ERROR)],
    )
    assert (step.call, step.notes) == (None, [Note(EMAIL, "", "All 2 attempts used.")])


@pytest.mark.parametrize("outcome", [Outcome.RATE_LIMITED, Outcome.AUTH_FAILED, Outcome.OUT_OF_CREDIT])
def test_a_provider_that_did_not_look_is_no_attempt(outcome):
    step = plan(
        rules=[rule(EMAIL, "a", "b", max_attempts=1)],
        providers=providers("a", "b"),
        tries=[miss("a", outcome)],
    )
    assert step.call == NextCall("b", (EMAIL,), 5000)


def test_a_call_for_another_field_is_no_attempt_of_a_field_whose_order_does_not_name_the_provider():
    step = plan(
        rules=[rule(EMAIL, "a", max_attempts=1), rule(PHONE, "b", max_attempts=1)],
        providers=providers("a", "b"),
        tries=[miss("a")],
    )
    assert step.call == NextCall("b", (EMAIL, PHONE), 5000)


def test_a_call_that_could_pass_the_cap_is_not_made_and_a_cheaper_one_is():
    step = plan(
        rules=[rule(EMAIL, "a", "dear", "cheap", max_cost=Decimal("0.15"))],
        providers=providers("a", dear=state("dear", cost="0.06"), cheap=state("cheap", cost="0.05")),
        tries=[miss("a", cost="0.10")],
    )
    assert step.call == NextCall("cheap", (EMAIL,), 5000)
    assert step.notes[-1] == Note(EMAIL, "dear", "Over the cap of $0.15 per lead: $0.10 spent, $0.06 needed.")


def test_no_provider_is_asked_twice_in_a_job():
    step = plan(rules=[rule(EMAIL, "a")], providers=providers("a"), tries=[miss("a")])
    assert (step.call, step.notes) == (None, [Note(EMAIL, "a", "Already called: not found.")])
