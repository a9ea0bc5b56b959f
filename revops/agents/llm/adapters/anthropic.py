"""Anthropic's Messages API.

Source: https://platform.claude.com/docs/en/api/messages
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import anthropic
import httpx2
from anthropic.types import Message

from mauntic.kernel.http import BlockedAddressError, TransportError
from revops.agents.llm.adapters.base import Limits, LlmVendor
from revops.agents.llm.adapters.failures import (
    broken_off,
    connection_error,
    outcome_of_status,
    status_error,
    unreadable,
)
from revops.agents.llm.domain.answers import Reply, Source, StopReason, Usage
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import LlmRequest

STOPS = {
    "end_turn": StopReason.END,
    "stop_sequence": StopReason.END,
    "refusal": StopReason.DECLINED,
}
"""All other reasons leave the answer unfinished."""
BY_TYPE = {
    "authentication_error": Outcome.AUTH_FAILED,
    "billing_error": Outcome.OUT_OF_CREDIT,
    "permission_error": Outcome.FORBIDDEN_PLAN,
    "not_found_error": Outcome.NO_SUCH_MODEL,
    "rate_limit_error": Outcome.RATE_LIMITED,
    "overloaded_error": Outcome.OVERLOADED,
    "api_error": Outcome.OVERLOADED,
    "timeout_error": Outcome.NO_ANSWER,
    "request_too_large": Outcome.TOO_LONG,
}


class AnthropicVendor(LlmVendor):
    slug = "anthropic"
    name = "Anthropic"
    default_base_url = "https://api.anthropic.com"

    def ask(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Reply:
        with self._calling(limits.seconds) as client:
            # Not `parse`: it raises for an answer that does not fit, and the usage is gone.
            return self._reply(client.messages.create(**_arguments(request, model, limits)))

    def pieces(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Iterator[str | Reply]:
        with (
            self._calling(limits.seconds) as client,
            client.messages.stream(**_arguments(request, model, limits)) as stream,
        ):
            yield from stream.text_stream
            yield self._reply(stream.get_final_message())

    def check(self, *, model: str, seconds: float) -> None:
        with self._calling(seconds) as client:
            client.models.retrieve(model)

    @contextmanager
    def _calling(self, seconds: float) -> Iterator[anthropic.Anthropic]:
        with self.http(seconds) as http:
            try:
                yield anthropic.Anthropic(
                    api_key=self.key, base_url=self.base_url, max_retries=0, http_client=http, timeout=seconds
                )
            except anthropic.APIStatusError as error:
                words = str(error.api_message or "")
                raise status_error(self.name, _outcome(error, words), error, words) from error
            except (
                anthropic.APIConnectionError,
                httpx2.HTTPError,
                TransportError,
                BlockedAddressError,
            ) as error:
                raise connection_error(self.name, error) from error
            except (anthropic.AnthropicError, AssertionError, AttributeError, TypeError, ValueError) as error:
                # The SDK trusts what comes: an answer in another format ends in one of these.
                raise unreadable(self.name) from error

    def _reply(self, message: object) -> Reply:
        if not isinstance(message, Message) or not isinstance(message.content, list):
            raise unreadable(self.name)
        if message.stop_reason is None:
            raise broken_off(self.name)
        return Reply(
            text=_text(message),
            stop=STOPS.get(message.stop_reason, StopReason.CUT_OFF),
            usage=_usage(message),
            model=message.model,
            sources=_sources(message),
            search_problem=_search_problem(message),
        )


def _arguments(request: LlmRequest[Any], model: str, limits: Limits) -> dict[str, Any]:
    given: dict[str, Any] = {
        "model": model,
        "max_tokens": limits.tokens,
        "system": request.system,
        "messages": [{"role": "user", "content": request.message}],
    }
    if request.schema:
        schema = anthropic.transform_schema(cast("dict[str, Any]", request.json_schema))
        given["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
    if request.search:
        tool = {"type": "web_search_20260318", "name": "web_search", "allowed_callers": ["direct"]}
        domains = list(request.search.allowed_domains)
        given["tools"] = [
            tool | {"max_uses": request.search.max_uses} | ({"allowed_domains": domains} if domains else {})
        ]
    return given


def _text(message: Message) -> str:
    """Return the text after the last search: what comes before tells what the model is about to do."""
    parts: list[str] = []
    for block in message.content:
        if block.type == "text":
            parts.append(block.text)
        elif block.type in {"server_tool_use", "web_search_tool_result"}:
            parts.clear()
    return "".join(parts)


def _usage(message: Message) -> Usage | None:
    used = message.usage
    if used is None:
        return None
    return Usage(
        input_tokens=used.input_tokens or 0,
        cache_read_tokens=used.cache_read_input_tokens or 0,
        cache_write_tokens=used.cache_creation_input_tokens or 0,
        output_tokens=used.output_tokens or 0,
        searches=(used.server_tool_use.web_search_requests or 0) if used.server_tool_use else 0,
    )


def _sources(message: Message) -> tuple[Source, ...]:
    found = [
        Source(each.url, each.title, each.page_age or "")
        for block in message.content
        if block.type == "web_search_tool_result" and isinstance(block.content, list)
        for each in block.content
    ]
    return tuple(dict.fromkeys(found))


def _search_problem(message: Message) -> str:
    """Return the code of a search that failed: it comes within an answer that is otherwise whole."""
    for block in message.content:
        if block.type == "web_search_tool_result" and not isinstance(block.content, list):
            return str(block.content.error_code)
    return ""


def _outcome(error: anthropic.APIStatusError, words: str) -> Outcome:
    # A spend limit is a subclass of the rate limit, and waiting does not help.
    if "spend_limit" in (error.error_code or "") or "credit balance" in words:
        return Outcome.OUT_OF_CREDIT
    if "prompt is too long" in words:
        return Outcome.TOO_LONG
    return BY_TYPE.get(error.type or "") or outcome_of_status(error.status_code)
