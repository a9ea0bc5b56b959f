"""What the SDKs of both vendors raise, in the words of the house."""

import re
from collections.abc import Mapping
from typing import Any

import httpx2
from django.utils.translation import gettext as _

from mauntic.kernel.http import BlockedAddressError, HttpAnswer
from revops.agents.llm.domain.errors import LlmError, error_for
from revops.agents.llm.domain.outcomes import Outcome

LONGEST_WORDS = 200
_KEYS = re.compile(r"\bsk-[\w*-]+")
SERVER_ERROR = 500
BY_STATUS = {
    401: Outcome.AUTH_FAILED,
    402: Outcome.OUT_OF_CREDIT,
    403: Outcome.FORBIDDEN_PLAN,
    404: Outcome.NO_SUCH_MODEL,
    408: Outcome.NO_ANSWER,
    413: Outcome.TOO_LONG,
    429: Outcome.RATE_LIMITED,
    503: Outcome.OVERLOADED,
    504: Outcome.NO_ANSWER,
    529: Outcome.OVERLOADED,
}
AT_CAPACITY = frozenset({503, 529})
"""Statuses of servers that did not begin. After other errors of a server, the call may be billed."""


def outcome_of_status(status: int) -> Outcome:
    """Return what a status means where the vendor says nothing more exact."""
    return BY_STATUS.get(status, Outcome.OVERLOADED if status >= SERVER_ERROR else Outcome.REJECTED)


def status_error(vendor: str, outcome: Outcome, error: Any, words: str) -> LlmError:
    """Return the error for an answer with an error.

    Args:
        vendor: its name.
        outcome: what the answer means.
        error: an `APIStatusError` of an SDK.
        words: the vendor's own, from which keys are taken out.
    """
    status: int = error.status_code
    headers: Mapping[str, str] = error.response.headers
    # An error in the middle of a stream comes with the status of its beginning.
    is_free = outcome.is_free or status in AT_CAPACITY
    retry_after = HttpAnswer(status, headers, b"", 0).retry_after()
    message = sentence(vendor, outcome, words)
    return error_for(outcome, message, vendor=vendor, status=status, retry_after=retry_after, is_free=is_free)


def connection_error(vendor: str, error: BaseException) -> LlmError:
    """Return the error for a call without an answer."""
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and cause not in causes:
        causes.append(cause)
    if any(isinstance(each, BlockedAddressError) for each in causes):
        message = _("The address of {vendor} is in a private network, which may not be called.")
        return error_for(Outcome.BAD_ADDRESS, message.format(vendor=vendor), vendor=vendor)
    is_free = any(isinstance(each, httpx2.ConnectError | httpx2.ConnectTimeout) for each in causes)
    message = _("No answer from {vendor}.").format(vendor=vendor)
    return error_for(Outcome.NO_ANSWER, message, vendor=vendor, is_free=is_free)


def unreadable(vendor: str) -> LlmError:
    """Return the error for an answer that is not in the vendor's format, such as a page of a proxy."""
    return error_for(
        Outcome.NO_ANSWER, _("The answer of {vendor} is unreadable.").format(vendor=vendor), vendor=vendor
    )


def broken_off(vendor: str) -> LlmError:
    """Return the error for a stream without an end."""
    return error_for(
        Outcome.NO_ANSWER, _("The answer of {vendor} broke off.").format(vendor=vendor), vendor=vendor
    )


def sentence(vendor: str, outcome: Outcome, words: str = "") -> str:
    """Return the sentence for people: ours, and what the vendor says where it tells more."""
    ours = {
        Outcome.AUTH_FAILED: _("{vendor} rejects the API key."),
        Outcome.OUT_OF_CREDIT: _("The credit of the {vendor} account is used up."),
        Outcome.FORBIDDEN_PLAN: _("The {vendor} account may not use this model."),
        Outcome.NO_SUCH_MODEL: _("{vendor} has no such model."),
        Outcome.RATE_LIMITED: _("{vendor} limits the rate of calls."),
        Outcome.OVERLOADED: _("{vendor} is overloaded."),
        Outcome.TOO_LONG: _("The text is too long for the model."),
        Outcome.REJECTED: _("{vendor} rejects the request."),
        Outcome.NO_ANSWER: _("No answer from {vendor}."),
    }[outcome].format(vendor=vendor)
    # The vendor's words about a key quote a part of it.
    says = "" if outcome is Outcome.AUTH_FAILED else _KEYS.sub("[…]", words).strip()
    return f"{ours} {says[:LONGEST_WORDS]}".strip()
