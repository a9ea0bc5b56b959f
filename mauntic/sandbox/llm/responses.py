"""The format of OpenAI's Responses API."""

import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any

from mauntic.sandbox.llm.model import Asked, Mood, Written
from mauntic.sandbox.llm.serving import Event, Format, pieces


class Responses(Format):
    def asked(self, body: Mapping[str, Any]) -> Asked:
        shape = (body.get("text") or {}).get("format") or {}
        return Asked(
            vendor="openai",
            model=str(body.get("model", "")),
            system=str(body.get("instructions", "")),
            message=str(body.get("input", "")),
            max_tokens=int(body.get("max_output_tokens") or 0),
            schema=shape.get("schema"),
            searches=int(body.get("max_tool_calls") or 0) if body.get("tools") else 0,
            is_stream=bool(body.get("stream")),
        )

    def whole(self, written: Written, body: Mapping[str, Any], *, has_usage: bool) -> dict[str, Any]:
        is_cut = written.stop == "cut_off"
        cited = [
            {"type": "url_citation", "start_index": 0, "end_index": 1, "url": hit.url, "title": hit.title}
            for hit in written.hits[:1]
        ]
        part: dict[str, Any] = {"type": "output_text", "text": written.text, "annotations": cited}
        if written.stop == "refusal":
            part = {"type": "refusal", "refusal": written.text}
        output = {
            "type": "message",
            "id": f"msg_{secrets.token_hex(12)}",
            "status": "incomplete" if is_cut else "completed",
            "role": "assistant",
            "content": [part],
        }
        return _response(body) | {
            "status": "incomplete" if is_cut else "completed",
            "incomplete_details": {"reason": "max_output_tokens"} if is_cut else None,
            "output": [*_search_calls(written), output],
            "usage": _usage(written) if has_usage else None,
        }

    def events(
        self, written: Written, mood: Mood, body: Mapping[str, Any], *, has_usage: bool
    ) -> Iterator[Event]:
        number = 0
        yield "response.created", {"type": "response.created", "response": _response(body)}
        for piece in pieces(written.text, mood) if written.stop != "refusal" else ():
            number += 1
            where = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "sequence_number": number}
            kind = "response.output_text.delta"
            yield kind, {"type": kind, "delta": piece, "logprobs": [], **where}
        if mood is Mood.BREAK_OFF:
            return
        if mood is Mood.OVERLOAD_MIDWAY:
            error = {"code": "server_error", "message": "The server is overloaded.", "param": None}
            yield "error", {"type": "error", **error, "sequence_number": number}
            return
        kind = "response.incomplete" if written.stop == "cut_off" else "response.completed"
        yield kind, {"type": kind, "response": self.whole(written, body, has_usage=has_usage)}


def _search_calls(written: Written) -> list[dict[str, Any]]:
    if not written.searches and not written.search_error:
        return []
    sources = [{"type": "url", "url": hit.url} for hit in written.hits]
    call = {
        "type": "web_search_call",
        "id": f"ws_{secrets.token_hex(12)}",
        "status": "failed" if written.search_error else "completed",
        "action": {"type": "search", "query": "…", "queries": ["…"], "sources": sources},
    }
    return [call]


def _response(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"resp_{secrets.token_hex(12)}",
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "model": str(body.get("model", "")),
        "output": [],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": None,
        "metadata": {},
    }


def _usage(written: Written) -> dict[str, Any]:
    return {
        "input_tokens": written.input_tokens,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": written.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": written.input_tokens + written.output_tokens,
    }
