"""What is called again, and how long it waits."""

import time

import pytest

from revops.agents.llm.domain.errors import LlmError, error_for
from revops.agents.llm.domain.outcomes import PREVENTED, REFUSALS, UNUSABLE, Outcome
from revops.agents.llm.services.repeats import ATTEMPTS, LONGEST_WAIT, REPEATS


def calls_of(error: LlmError) -> int:
    """How often a call is made that always fails so."""
    made = 0

    def call() -> None:
        nonlocal made
        made += 1
        raise error

    with pytest.raises(LlmError) as raised:
        REPEATS(call)
    assert raised.value is error
    return made


@pytest.mark.parametrize("outcome", [Outcome.OVERLOADED, Outcome.NO_ANSWER, Outcome.RATE_LIMITED])
def test_what_may_pass_is_called_once_more(outcome):
    assert calls_of(error_for(outcome, "x")) == ATTEMPTS


@pytest.mark.parametrize("outcome", sorted(PREVENTED | REFUSALS | UNUSABLE))
def test_what_stays_is_called_once(outcome):
    assert calls_of(error_for(Outcome(outcome), "x")) == 1


def test_a_vendor_that_asks_for_a_long_pause_is_not_asked_again():
    assert calls_of(error_for(Outcome.RATE_LIMITED, "x", retry_after=LONGEST_WAIT + 1)) == 1


def test_the_pause_that_a_vendor_asks_for_is_kept():
    begun = time.monotonic()
    calls_of(error_for(Outcome.RATE_LIMITED, "x", retry_after=0.5))
    assert time.monotonic() - begun >= 0.8
