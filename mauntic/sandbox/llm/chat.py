"""The format of Chat Completions."""

import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any

from mauntic.sandbox.llm.model import Asked, Mood, Written
from mauntic.sandbox.llm.serving import Event, Format, pieces

STOPS = {"end": "stop", "cut_off": "length", "refusal": "stop"}


class Chat(Format):
    def asked(self, body: Mapping[str, Any]) -> Asked:
        said = {str(each["role"]): str(each["content"]) for each in body.get("messages", [])}
        shape = (body.get("response_format") or {}).get("json_schema") or {}
        return Asked(
            vendor="compatible",
            model=str(body.get("model", "")),
            system=said.get("system", ""),
            message=said.get("user", ""),
            max_tokens=int(body.get("max_tokens") or 0),
            schema=shape.get("schema"),
            is_stream=bool(body.get("stream")),
        )

    def whole(self, written: Written, body: Mapping[str, Any], *, has_usage: bool) -> dict[str, Any]:
        is_refused = written.stop == "refusal"
        message = {
            "role": "assistant",
            "content": None if is_refused else written.text,
            "refusal": written.text if is_refused else None,
        }
        choice = {"index": 0, "message": message, "finish_reason": STOPS[written.stop], "logprobs": None}
        usage = {"usage": _usage(written)} if has_usage else {}
        return {**_head(body, "chat.completion"), "choices": [choice], **usage}

    def events(
        self, written: Written, mood: Mood, body: Mapping[str, Any], *, has_usage: bool
    ) -> Iterator[Event]:
        head = _head(body, "chat.completion.chunk")
        name = "refusal" if written.stop == "refusal" else "content"
        yield _chunk(head, {"role": "assistant", "content": ""})
        for piece in pieces(written.text, mood):
            yield _chunk(head, {name: piece})
        if mood is Mood.BREAK_OFF:
            return
        if mood is Mood.OVERLOAD_MIDWAY:
            yield "", {"error": {"message": "Overloaded", "type": "server_error", "code": "server_error"}}
            return
        yield _chunk(head, {}, STOPS[written.stop])
        if has_usage and (body.get("stream_options") or {}).get("include_usage"):
            yield "", {**head, "choices": [], "usage": _usage(written)}
        yield "", {}


def _head(body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "object": kind,
        "created": int(time.time()),
        "model": str(body.get("model", "")),
    }


def _chunk(head: Mapping[str, Any], delta: Mapping[str, Any], reason: str | None = None) -> Event:
    choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
    return "", {**head, "choices": [choice]}


def _usage(written: Written) -> dict[str, Any]:
    return {
        "prompt_tokens": written.input_tokens,
        "completion_tokens": written.output_tokens,
        "total_tokens": written.input_tokens + written.output_tokens,
    }
