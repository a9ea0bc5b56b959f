import pytest

from mauntic.kernel.errors import Conflict, Misconfigured, Temporary, VendorError
from revops.agents.llm.domain.errors import (
    LlmError,
    LlmMisconfigured,
    LlmStopped,
    LlmUnavailable,
    LlmUnusable,
    error_for,
)
from revops.agents.llm.domain.outcomes import Outcome

CLASSES = {
    Outcome.NO_VENDOR: LlmStopped,
    Outcome.UNPRICED: LlmStopped,
    Outcome.STOPPED: LlmStopped,
    Outcome.OVER_BUDGET: LlmStopped,
    Outcome.RATE_LIMITED: LlmUnavailable,
    Outcome.OVERLOADED: LlmUnavailable,
    Outcome.NO_ANSWER: LlmUnavailable,
    Outcome.AUTH_FAILED: LlmMisconfigured,
    Outcome.OUT_OF_CREDIT: LlmMisconfigured,
    Outcome.FORBIDDEN_PLAN: LlmMisconfigured,
    Outcome.NO_SUCH_MODEL: LlmMisconfigured,
    Outcome.BAD_ADDRESS: LlmMisconfigured,
    Outcome.TOO_LONG: LlmUnusable,
    Outcome.REJECTED: LlmUnusable,
    Outcome.DECLINED: LlmUnusable,
    Outcome.CUT_OFF: LlmUnusable,
    Outcome.WRONG_SHAPE: LlmUnusable,
}


@pytest.mark.parametrize(("outcome", "expected"), CLASSES.items())
def test_each_outcome_has_one_class(outcome: Outcome, expected: type[LlmError]) -> None:
    error = error_for(outcome, "Sorry.", vendor="anthropic", status=429, retry_after=3.0)
    assert (type(error), error.outcome, error.message) == (expected, outcome, "Sorry.")


def test_all_outcomes_that_are_no_answer_have_a_class() -> None:
    assert set(CLASSES) == set(Outcome) - {Outcome.ANSWERED, Outcome.ABANDONED}


def test_the_edges_know_the_classes_by_their_bases() -> None:
    bases = {LlmStopped: Conflict, LlmUnavailable: Temporary, LlmMisconfigured: Misconfigured}
    assert all(issubclass(cls, base) for cls, base in bases.items())
    assert issubclass(LlmUnusable, VendorError)


def test_a_rate_limit_says_when_to_try_again() -> None:
    error = error_for(Outcome.RATE_LIMITED, "Wait.", retry_after=12.0)
    assert isinstance(error, LlmUnavailable)
    assert error.retry_after == 12.0
