"""OpenAI's Responses API.

Source: https://developers.openai.com/api/reference/resources/responses
"""

from collections.abc import Iterator
from typing import Any

from openai.types.responses import Response

from revops.agents.llm.adapters.base import Limits
from revops.agents.llm.adapters.failures import broken_off, sentence, unreadable
from revops.agents.llm.adapters.openai_sdk import OpenAIClient, outcome_of_code
from revops.agents.llm.domain.answers import Reply, Source, StopReason, Usage
from revops.agents.llm.domain.errors import LlmError, error_for
from revops.agents.llm.domain.requests import LlmRequest


class OpenAIVendor(OpenAIClient):
    slug = "openai"
    name = "OpenAI"
    default_base_url = "https://api.openai.com/v1"

    def ask(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Reply:
        with self.calling(limits.seconds) as client:
            return self._reply(client.responses.create(**_arguments(request, model, limits)))

    def pieces(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Iterator[str | Reply]:
        with self.calling(limits.seconds) as client:
            arguments = _arguments(request, model, limits)
            with client.responses.create(**arguments, stream=True) as stream:
                for event in stream:
                    match event.type:
                        case "response.output_text.delta":
                            yield event.delta
                        case "response.completed" | "response.incomplete" | "response.failed":
                            yield self._reply(event.response)
                            return
                        case "error":
                            raise self._failure(event.code, event.message)
            raise broken_off(self.name)

    def _reply(self, response: object) -> Reply:
        if not isinstance(response, Response) or not isinstance(response.output, list):
            raise unreadable(self.name)
        if response.status == "failed":
            code, words = (response.error.code, response.error.message) if response.error else (None, "")
            raise self._failure(code, words)
        if response.status not in {"completed", "incomplete"}:
            raise broken_off(self.name)
        return Reply(
            text=response.output_text,
            stop=_stop(response),
            usage=_usage(response),
            model=response.model,
            sources=_sources(response),
            search_problem=_search_problem(response),
        )

    def _failure(self, code: str | None, words: str) -> LlmError:
        """Return the error of a call that had begun, which may be billed."""
        outcome = outcome_of_code(code)
        return error_for(outcome, sentence(self.name, outcome, words), vendor=self.name, is_free=False)


def _arguments(request: LlmRequest[Any], model: str, limits: Limits) -> dict[str, Any]:
    given: dict[str, Any] = {
        "model": model,
        "instructions": request.system,
        "input": request.message,
        "max_output_tokens": limits.tokens,
        "store": False,
    }
    if request.schema:
        given["text"] = {
            "format": {
                "type": "json_schema",
                "name": request.schema_name,
                "schema": request.json_schema,
                "strict": True,
            }
        }
    if request.search:
        domains = list(request.search.allowed_domains)
        filters = {"filters": {"allowed_domains": domains}} if domains else {}
        given["tools"] = [{"type": "web_search", **filters}]
        given["max_tool_calls"] = request.search.max_uses
        # The model cites only some of the pages that it found.
        given["include"] = ["web_search_call.action.sources"]
    return given


def _stop(response: Response) -> StopReason:
    parts = [part.type for item in response.output if item.type == "message" for part in item.content]
    why = response.incomplete_details.reason if response.incomplete_details else ""
    if "refusal" in parts or why == "content_filter":
        return StopReason.DECLINED
    return StopReason.CUT_OFF if response.status == "incomplete" else StopReason.END


def _usage(response: Response) -> Usage | None:
    used = response.usage
    if used is None:
        return None
    details = used.input_tokens_details
    read = (details.cached_tokens or 0) if details else 0
    written = (getattr(details, "cache_write_tokens", 0) or 0) if details else 0
    return Usage(
        input_tokens=max(0, used.input_tokens - read - written),  # the total has those of the cache
        cache_read_tokens=read,
        cache_write_tokens=written,
        output_tokens=used.output_tokens,
        searches=sum(item.type == "web_search_call" for item in response.output),
    )


def _sources(response: Response) -> tuple[Source, ...]:
    found = [
        Source(note.url, note.title)
        for item in response.output
        if item.type == "message"
        for part in item.content
        if part.type == "output_text"
        for note in part.annotations
        if note.type == "url_citation"
    ]
    cited = {each.url for each in found}
    more = [Source(url) for url in _looked_at(response) if url not in cited]
    return tuple(dict.fromkeys([*found, *more]))


def _looked_at(response: Response) -> Iterator[str]:
    for item in response.output:
        # Older answers have no action.
        action = getattr(item, "action", None) if item.type == "web_search_call" else None
        if action and action.type == "search":
            yield from (each.url for each in action.sources or ())


def _search_problem(response: Response) -> str:
    states = [item.status for item in response.output if item.type == "web_search_call"]
    return "failed" if states and set(states) == {"failed"} else ""
