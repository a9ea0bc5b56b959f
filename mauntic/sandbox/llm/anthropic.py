"""Anthropic's Messages API."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.llm.model import Asked, Mood, Written
from mauntic.sandbox.llm.serving import Event, Format, LlmDialect, pieces

REFUSALS: dict[Mood, tuple[int, str, str]] = {
    Mood.OVERLOAD: (529, "overloaded_error", "Overloaded"),
    Mood.RATE_LIMIT: (429, "rate_limit_error", "This request would exceed your rate limit."),
    Mood.SPEND_LIMIT: (429, "rate_limit_error", "Your organization reached its spend limit."),
    Mood.NO_BALANCE: (
        400,
        "invalid_request_error",
        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.",
    ),
    Mood.NO_PERMISSION: (403, "permission_error", "Your API key does not have permission to use the model."),
    Mood.TOO_LONG: (400, "invalid_request_error", "prompt is too long: 250000 tokens > 200000 maximum"),
    Mood.BAD_REQUEST: (400, "invalid_request_error", "max_tokens: Input should be greater than 0"),
    Mood.SERVER_ERROR: (500, "api_error", "Internal server error"),
}
STOPS = {"end": "end_turn", "cut_off": "max_tokens", "refusal": "refusal"}


class Anthropic(LlmDialect):
    slug = "anthropic"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/messages", self.create, methods=["POST"]),
            Route("/v1/models/{name:path}", self.show_model),
        ]

    async def create(self, request: Request) -> Response:
        """Answer a message."""
        return await self.serve(request, _Messages())

    @property
    def wrong_key(self) -> Response:
        return _refused(401, "authentication_error", "invalid x-api-key")

    def refusal(self, mood: Mood) -> Response | None:
        if mood not in REFUSALS:
            return None
        extra = (
            {"details": {"error_code": "enforced_spend_limit_reached"}} if mood is Mood.SPEND_LIMIT else {}
        )
        headers = {"retry-after": "1"} if mood is Mood.RATE_LIMIT else {}
        return _refused(*REFUSALS[mood], extra, headers)


class _Messages(Format):
    def asked(self, body: Mapping[str, Any]) -> Asked:
        tools = body.get("tools") or [{}]
        shape = (body.get("output_config") or {}).get("format") or {}
        return Asked(
            vendor="anthropic",
            model=str(body.get("model", "")),
            system=str(body.get("system", "")),
            message="\n".join(str(each["content"]) for each in body.get("messages", [])),
            max_tokens=int(body.get("max_tokens", 0)),
            schema=shape.get("schema"),
            searches=int(tools[0].get("max_uses", 0)),
            is_stream=bool(body.get("stream")),
        )

    def whole(self, written: Written, body: Mapping[str, Any], *, has_usage: bool) -> dict[str, Any]:
        message = _message(body, written.input_tokens, written.output_tokens)
        message["content"] = [*_search_blocks(written), {"type": "text", "text": written.text}]
        if written.searches:
            message["usage"]["server_tool_use"] = {
                "web_search_requests": written.searches,
                "web_fetch_requests": 0,
            }
        message["stop_reason"] = STOPS[written.stop]
        if not has_usage:
            del message["usage"]
        return message

    def events(
        self, written: Written, mood: Mood, body: Mapping[str, Any], *, has_usage: bool
    ) -> Iterator[Event]:
        del has_usage  # the format has it at the start and at the end
        yield _event("message_start", message=_message(body, written.input_tokens, 1))
        yield _event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        yield _event("ping")
        for piece in pieces(written.text, mood):
            yield _event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        if mood is Mood.BREAK_OFF:
            return
        if mood is Mood.OVERLOAD_MIDWAY:
            yield _event("error", error={"type": "overloaded_error", "message": "Overloaded"})
            return
        yield _event("content_block_stop", index=0)
        stop = {"stop_reason": STOPS[written.stop], "stop_sequence": None}
        yield _event("message_delta", delta=stop, usage={"output_tokens": written.output_tokens})
        yield _event("message_stop")


def _search_blocks(written: Written) -> list[dict[str, Any]]:
    """Return what the vendor's search tool adds: its use, and its results or its error."""
    if not written.searches and not written.search_error:
        return []
    tool = f"srvtoolu_{secrets.token_hex(12)}"
    found: Any = [
        {
            "type": "web_search_result",
            "url": hit.url,
            "title": hit.title,
            "encrypted_content": "EqgfCioIARgBIiQ3YTAw",
            "page_age": hit.day.strftime("%B %-d, %Y") if hit.day else None,
        }
        for hit in written.hits
    ]
    if written.search_error:
        found = {"type": "web_search_tool_result_error", "error_code": written.search_error}
    return [
        {"type": "text", "text": "I'll search for that."},
        {"type": "server_tool_use", "id": tool, "name": "web_search", "input": {"query": "…"}},
        {"type": "web_search_tool_result", "tool_use_id": tool, "content": found},
    ]


def _event(name: str, **data: Any) -> Event:
    return name, {"type": name, **data}


def _message(body: Mapping[str, Any], read: int, written: int) -> dict[str, Any]:
    return {
        "id": f"msg_{secrets.token_hex(12)}",
        "type": "message",
        "role": "assistant",
        "model": str(body.get("model", "")),
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {
            "input_tokens": read,
            "output_tokens": written,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
        },
    }


def _refused(
    status: int,
    kind: str,
    message: str,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    error = {"type": kind, "message": message, **(extra or {})}
    body = {"type": "error", "error": error, "request_id": f"req_{secrets.token_hex(12)}"}
    return JSONResponse(body, status_code=status, headers=dict(headers or {}))
