"""What a search engine does."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import httpx2
from django.utils.translation import gettext as _

from mauntic.kernel.http import BlockedAddressError, HttpAnswer, TransportError
from mauntic.kernel.sdk_client import guarded_client
from revops.agents.llm.adapters.failures import connection_error, outcome_of_status, unreadable
from revops.agents.llm.domain.errors import error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.search.domain.results import Result, SearchQuery

SECONDS = 15.0
MAX_BYTES = 2 * 1024 * 1024
OK = 200


class SearchEngine(Protocol):
    """A search engine: a query in, results out."""

    def find(self, query: SearchQuery) -> Sequence[Result]:
        """Return the results, the best first; none is an answer.

        Raises: `LlmError` for what the other side says or fails to say.
        """


def ask(
    url: str,
    *,
    name: str,
    json: Mapping[str, object] | None = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    private: bool = False,
    outcomes: Mapping[str, Outcome] | None = None,
    hints: Mapping[Outcome, str] | None = None,
) -> Any:
    """Return the JSON that an engine answers.

    Args:
        name: of the engine, for sentences.
        json: the query as a JSON body; None for a form.
        form: the query as a form.
        private: whether the server may be in a private network.
        outcomes: what the engine's own error codes mean, where the status does not say it.
        hints: sentences for outcomes that an engine's users can mend.

    Raises: `LlmError`.
    """
    sent = {"Accept": "application/json", "User-Agent": "Mauntic/1.0", **(headers or {})}
    try:
        with guarded_client(within=SECONDS, private=private, max_bytes=MAX_BYTES) as http:
            # Not GET: the name of a person in an address would be in logs, here and there.
            answer = http.post(url, json=json, data=dict(form or {}), headers=sent)
    except (httpx2.HTTPError, httpx2.InvalidURL, TransportError, BlockedAddressError) as error:
        raise connection_error(name, error) from error
    try:
        body = answer.json()
    except (ValueError, RecursionError) as error:
        if answer.status_code == OK:
            raise unreadable(name) from error
        body = None
    if answer.status_code != OK:
        outcome = (outcomes or {}).get(_code(body)) or outcome_of_status(answer.status_code)
        waits = HttpAnswer(answer.status_code, answer.headers, b"", 0).retry_after()
        raise error_for(
            outcome,
            (hints or {}).get(outcome) or _sentence(name, outcome),
            vendor=name,
            status=answer.status_code,
            retry_after=waits,
        )
    return body


def listed(body: object, *path: str) -> list[Mapping[str, Any]]:
    """Return the objects of a list inside an answer; empty where the answer has none."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return [each for each in body if isinstance(each, dict)] if isinstance(body, list) else []


def _sentence(name: str, outcome: Outcome) -> str:
    texts = {
        Outcome.AUTH_FAILED: _("{engine} rejects the API key."),
        Outcome.OUT_OF_CREDIT: _("The credit of the {engine} account is used up."),
        Outcome.FORBIDDEN_PLAN: _("The {engine} account may not search."),
        Outcome.RATE_LIMITED: _("{engine} limits the rate of searches."),
        Outcome.OVERLOADED: _("{engine} is overloaded."),
        Outcome.NO_SUCH_MODEL: _("{engine} has no search at this address."),
        Outcome.NO_ANSWER: _("No answer from {engine}."),
    }
    return texts.get(outcome, _("{engine} rejects the search.")).format(engine=name)


def _code(body: object) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""
