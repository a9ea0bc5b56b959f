"""Which calls are made again, and when. The SDKs repeat nothing themselves: each call is reserved."""

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random

from revops.agents.llm.domain.errors import LlmUnavailable

ATTEMPTS = 2
LONGEST_WAIT = 10.0
"""Seconds. A vendor that asks for more is asked again by the job, or by the person."""
_pause = wait_random(0.3, 1.0)


def _may_help(error: BaseException) -> bool:
    return isinstance(error, LlmUnavailable) and (error.retry_after or 0) <= LONGEST_WAIT


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, LlmUnavailable) else None
    return (asked or 0) + _pause(state)


REPEATS = Retrying(
    retry=retry_if_exception(_may_help), stop=stop_after_attempt(ATTEMPTS), wait=_wait, reraise=True
)
"""Makes a call once more after a failure that may pass: `REPEATS(call, ...)`."""
