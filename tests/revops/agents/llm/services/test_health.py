"""The circuit breaker and the switch of a vendor."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.agents.llm.domain.errors import error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.models.accounts import LlmAccount
from revops.agents.llm.services import health
from tests.factories.agents import connect_llm


def end(outcome: Outcome | None) -> LlmAccount:
    """The account after a call that ended so; None for an answer."""
    health.record(kind="anthropic", error=error_for(outcome, "Sorry.") if outcome else None)
    return LlmAccount.objects.get()


@pytest.mark.parametrize(
    ("outcome", "failures"),
    [
        (None, 0),
        (Outcome.OVERLOADED, 4),
        (Outcome.NO_ANSWER, 4),
        (Outcome.RATE_LIMITED, 3),
        (Outcome.OVER_BUDGET, 3),
        (Outcome.TOO_LONG, 0),
        (Outcome.DECLINED, 0),
        (Outcome.NO_SUCH_MODEL, 3),
    ],
)
def test_only_failures_of_the_vendor_count_and_only_its_answers_clear_them(acme, sandbox, outcome, failures):
    connect_llm(sandbox, consecutive_failures=3)
    account = end(outcome)
    assert (account.consecutive_failures, account.circuit_state, account.enabled) == (
        failures,
        "closed",
        True,
    )


def test_the_fifth_failure_opens_the_circuit_and_a_probe_closes_it(acme, sandbox):
    connect_llm(sandbox, consecutive_failures=4)
    account = end(Outcome.OVERLOADED)
    assert (account.circuit_state, account.circuit.lets_through(now())) == ("open", False)
    assert account.circuit.lets_through(now() + timedelta(seconds=61))
    LlmAccount.objects.update(circuit_state="half_open")
    assert end(None).circuit_state == "closed"


@pytest.mark.parametrize("outcome", [Outcome.AUTH_FAILED, Outcome.OUT_OF_CREDIT, Outcome.FORBIDDEN_PLAN])
def test_a_vendor_that_rejects_all_calls_is_switched_off(acme, sandbox, outcome):
    connect_llm(sandbox)
    account = end(outcome)
    assert (account.enabled, account.disabled_reason) == (False, "Sorry.")


def test_a_vendor_that_was_removed_meanwhile_is_no_fault(acme):
    health.record(kind="anthropic", error=None)
    assert not LlmAccount.objects.exists()
