"""Server-sent events: a response that a page reads while it is being made.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass

from django.http import StreamingHttpResponse


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event: its name, and values that JSON can hold."""

    name: str
    data: Mapping[str, object]

    def encode(self) -> bytes:
        """Return the event as it is sent. JSON has no line breaks, so that one line holds it."""
        return f"event: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n".encode()


def event_stream(events: Iterator[ServerEvent] | AsyncIterator[ServerEvent]) -> StreamingHttpResponse:
    """Respond with events as they come.

    Args: `events` must be async under ASGI, where Django buffers everything else to its end.
    """
    parts = (
        (event.encode() async for event in events)
        if isinstance(events, AsyncIterator)
        else (event.encode() for event in events)
    )
    response = StreamingHttpResponse(parts, content_type="text/event-stream; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx would hold back what fits into its buffer
    return response
