"""Which calls count as attempts, what they may cost, and what is noted of each vendor."""

from decimal import Decimal

import pytest

from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import NO_ATTEMPT, NextCall, Note, plan
from tests.lead_intelligence.waterfall.plans import EMAIL, PHONE, hit, miss, providers, rule, state


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


@pytest.mark.parametrize(("tried", "called"), [(["a"], True), (["a", "b"], True), (["a", "b", "c"], False)])
def test_a_rule_allows_three_attempts_unless_it_says_otherwise(tried, called):
    step = plan(
        rules=[rule(EMAIL, "a", "b", "c", "d")],
        providers=providers("a", "b", "c", "d"),
        tries=[miss(slug) for slug in tried],
    )
    assert (step.call is not None) is called


def test_an_answer_below_the_minimum_confidence_is_an_attempt():
    step = plan(
        rules=[rule(EMAIL, "a", "b", max_attempts=1, min_confidence=0.9)],
        providers=providers("a", "b"),
        tries=[hit("a", email=("x@y.de", 0.5))],
    )
    assert (step.call, step.notes) == (None, [Note(EMAIL, "", "All 1 attempts used.")])


def test_a_call_to_a_vendor_that_does_not_give_the_field_is_no_attempt_for_it():
    step = plan(
        rules=[rule(EMAIL, "a", "b", max_attempts=1)],
        providers=providers("b", a=state("a", supports=(PHONE,))),
        tries=[miss("a")],
    )
    assert step.call == NextCall("b", (EMAIL,), 5000)


def test_refusals_and_pauses_are_no_lookups():
    assert {str(outcome) for outcome in NO_ATTEMPT} == {
        "auth_failed",
        "forbidden_plan",
        "out_of_credit",
        "rate_limited",
    }


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.NOT_FOUND, "Already called: not found."),
        (Outcome.FOUND, "Already called: found."),
        (Outcome.RATE_LIMITED, "Already called: rate limited."),
        (Outcome.OUT_OF_CREDIT, "Already called: out of credit."),
    ],
)
def test_a_vendor_that_was_called_says_what_came_of_it(outcome, reason):
    step = plan(rules=[rule(EMAIL, "a")], providers=providers("a"), tries=[miss("a", outcome)])
    assert (step.call, step.notes) == (None, [Note(EMAIL, "a", reason)])


@pytest.mark.parametrize(
    ("cap", "spent", "cost", "called"),
    [
        ("0.15", "0.10", "0.05", True),
        ("0.15", "0.10", "0.06", False),
        ("0.10", "0", "0.10", True),
        ("0.09", "0", "0.10", False),
        ("0", "0", "0.01", False),
        ("0", "0", "0", True),
        (None, "100", "50", True),
    ],
)
def test_a_call_may_reach_the_cap_and_not_pass_it(cap, spent, cost, called):
    step = plan(
        rules=[rule(EMAIL, "b", max_cost=None if cap is None else Decimal(cap)), rule(PHONE, "a")],
        providers=providers(a=state("a", supports=(PHONE,)), b=state("b", supports=(EMAIL,), cost=cost)),
        tries=[miss("a", cost=spent)],
    )
    assert (step.call is not None) is called


def test_all_calls_of_the_job_count_towards_the_cap():
    step = plan(
        rules=[rule(EMAIL, "c", max_cost=Decimal("0.30"))],
        providers=providers("c"),
        tries=[miss("a", cost="0.15"), miss("b", cost="0.10")],
    )
    reason = "Over the cap of $0.30 per lead: $0.25 spent, $0.10 needed."
    assert (step.call, step.notes) == (None, [Note(EMAIL, "c", reason)])


def test_a_cap_of_one_field_does_not_stop_another():
    step = plan(
        rules=[rule(EMAIL, "a", max_cost=Decimal("0.01")), rule(PHONE, "a")], providers=providers("a")
    )
    assert step.call == NextCall("a", (EMAIL, PHONE), 5000)


def test_the_reasons_of_all_vendors_are_noted_in_the_order_of_the_field():
    step = plan(
        rules=[rule(EMAIL, "gone", "phones", "off", "done", "dear", max_cost=Decimal("0.50"))],
        providers=providers(
            "done",
            phones=state("phones", supports=(PHONE,)),
            off=state("off", unavailable="Circuit open until 10:00."),
            dear=state("dear", cost="2.00"),
        ),
        tries=[miss("done")],
    )
    assert step.call is None
    assert step.notes == [
        Note(EMAIL, "gone", "Not set up."),
        Note(EMAIL, "phones", "Field not supported."),
        Note(EMAIL, "off", "Circuit open until 10:00."),
        Note(EMAIL, "done", "Already called: not found."),
        Note(EMAIL, "dear", "Over the cap of $0.50 per lead: $0 spent, $2.00 needed."),
    ]


def test_a_vendor_that_is_unavailable_and_does_not_give_the_field_is_noted_for_the_field():
    step = plan(
        rules=[rule(EMAIL, "a")],
        providers=providers(a=state("a", supports=(PHONE,), unavailable="Is switched off.")),
    )
    assert step.notes == [Note(EMAIL, "a", "Field not supported.")]
