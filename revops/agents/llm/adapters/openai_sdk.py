"""What OpenAI and the servers that speak its language have in common: the SDK and its errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import httpx2
import openai

from mauntic.kernel.http import BlockedAddressError, TransportError
from revops.agents.llm.adapters.base import LlmVendor
from revops.agents.llm.adapters.failures import (
    connection_error,
    outcome_of_status,
    sentence,
    status_error,
    unreadable,
)
from revops.agents.llm.domain.errors import error_for
from revops.agents.llm.domain.outcomes import Outcome

BY_CODE = {
    "invalid_api_key": Outcome.AUTH_FAILED,
    # A limit of money is a `RateLimitError`, too, and waiting does not help.
    "insufficient_quota": Outcome.OUT_OF_CREDIT,
    "credit_balance_exhausted": Outcome.OUT_OF_CREDIT,
    "organization_spend_limit_exceeded": Outcome.OUT_OF_CREDIT,
    "project_spend_limit_exceeded": Outcome.OUT_OF_CREDIT,
    "organization_usage_limit_exceeded": Outcome.OUT_OF_CREDIT,
    "context_length_exceeded": Outcome.TOO_LONG,
    "model_not_found": Outcome.NO_SUCH_MODEL,
    "rate_limit_exceeded": Outcome.RATE_LIMITED,
    "invalid_prompt": Outcome.REJECTED,
    "server_error": Outcome.OVERLOADED,
}

NOT_OURS = {"OpenAI-Organization": openai.omit, "OpenAI-Project": openai.omit}


class OpenAIClient(LlmVendor):
    """An account that is called over OpenAI's SDK."""

    def check(self, *, model: str, seconds: float) -> None:
        with self.calling(seconds) as client:
            client.models.retrieve(model)

    @contextmanager
    def calling(self, seconds: float) -> Iterator[openai.OpenAI]:
        """Give the SDK, and raise what it raises as `LlmError`."""
        with self.http(seconds) as http:
            try:
                yield openai.OpenAI(
                    api_key=self.key or "none",
                    base_url=self.base_url,
                    max_retries=0,
                    http_client=http,
                    timeout=seconds,
                    # The SDK would take them from the environment of whoever runs this installation.
                    default_headers=cast("dict[str, str]", NOT_OURS),
                )
            except openai.APIStatusError as error:
                outcome = BY_CODE.get(error.code or "") or outcome_of_status(error.status_code)
                raise status_error(self.name, outcome, error, _words(error)) from error
            except (
                openai.APIConnectionError,
                httpx2.HTTPError,
                TransportError,
                BlockedAddressError,
            ) as error:
                raise connection_error(self.name, error) from error
            except openai.APIError as error:  # an error in the middle of a stream
                outcome = outcome_of_code(error.code)
                message = sentence(self.name, outcome, error.message)
                raise error_for(outcome, message, vendor=self.name, is_free=False) from error
            except (openai.OpenAIError, AttributeError, TypeError, ValueError) as error:
                raise unreadable(self.name) from error


def outcome_of_code(code: str | None) -> Outcome:
    """Return what a code means that came without a status."""
    return BY_CODE.get(code or "", Outcome.OVERLOADED)


def _words(error: openai.APIStatusError) -> str:
    words = error.body.get("message") if isinstance(error.body, dict) else ""
    return words if isinstance(words, str) else ""
