from itertools import pairwise

import httpx2
import pytest

from mauntic.kernel.http import BlockedAddressError, TransportError
from revops.agents.llm.adapters.failures import (
    LONGEST_WORDS,
    broken_off,
    connection_error,
    outcome_of_status,
    sentence,
    unreadable,
)
from revops.agents.llm.domain.errors import LlmMisconfigured, LlmUnavailable
from revops.agents.llm.domain.outcomes import Outcome

BY_STATUS = {
    400: Outcome.REJECTED,
    401: Outcome.AUTH_FAILED,
    402: Outcome.OUT_OF_CREDIT,
    403: Outcome.FORBIDDEN_PLAN,
    404: Outcome.NO_SUCH_MODEL,
    408: Outcome.NO_ANSWER,
    409: Outcome.REJECTED,
    413: Outcome.TOO_LONG,
    422: Outcome.REJECTED,
    429: Outcome.RATE_LIMITED,
    500: Outcome.OVERLOADED,
    502: Outcome.OVERLOADED,
    503: Outcome.OVERLOADED,
    504: Outcome.NO_ANSWER,
    529: Outcome.OVERLOADED,
}


@pytest.mark.parametrize(("status", "outcome"), BY_STATUS.items())
def test_a_bare_status_has_an_outcome(status, outcome):
    assert outcome_of_status(status) is outcome


@pytest.mark.parametrize(
    ("outcome", "words", "expected"),
    [
        (
            Outcome.REJECTED,
            "max_tokens is too small",
            "Anthropic rejects the request. max_tokens is too small",
        ),
        (Outcome.REJECTED, "", "Anthropic rejects the request."),
        (Outcome.AUTH_FAILED, "Incorrect key: sk-1234", "Anthropic rejects the API key."),
        (Outcome.REJECTED, "key sk-ant-12*** is odd", "Anthropic rejects the request. key […] is odd"),
        (Outcome.RATE_LIMITED, " Slow down. ", "Anthropic limits the rate of calls. Slow down."),
    ],
)
def test_people_read_our_words_and_the_vendors_without_keys(outcome, words, expected):
    assert sentence("Anthropic", outcome, words) == expected


def test_long_words_of_a_vendor_are_cut():
    ours = sentence("Anthropic", Outcome.REJECTED)
    assert sentence("Anthropic", Outcome.REJECTED, "x" * 5_000) == f"{ours} {'x' * LONGEST_WORDS}"


def chained(*errors: BaseException) -> BaseException:
    """The first error, caused by the next one, and so on."""
    for error, cause in pairwise(errors):
        error.__cause__ = cause
    return errors[0]


@pytest.mark.parametrize(
    ("error", "outcome", "is_free"),
    [
        (chained(RuntimeError(), httpx2.ConnectError("refused")), Outcome.NO_ANSWER, True),
        (chained(RuntimeError(), httpx2.ConnectTimeout("slow")), Outcome.NO_ANSWER, True),
        (chained(RuntimeError(), httpx2.ReadTimeout("slow")), Outcome.NO_ANSWER, False),
        (TransportError("The answer is larger than 5 bytes."), Outcome.NO_ANSWER, False),
        (chained(RuntimeError(), ValueError(), BlockedAddressError("no")), Outcome.BAD_ADDRESS, True),
    ],
)
def test_a_call_is_free_only_if_it_was_never_sent(error, outcome, is_free):
    found = connection_error("Anthropic", error)
    assert (found.outcome, found.is_free) == (outcome, is_free)


def test_causes_that_go_in_circles_come_to_an_end():
    first, second = RuntimeError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    assert connection_error("Anthropic", first).outcome is Outcome.NO_ANSWER


def test_private_addresses_need_a_person_and_broken_answers_another_try():
    assert isinstance(connection_error("Anthropic", BlockedAddressError("no")), LlmMisconfigured)
    for error in (unreadable("Anthropic"), broken_off("Anthropic")):
        assert isinstance(error, LlmUnavailable)
        assert not error.is_free
