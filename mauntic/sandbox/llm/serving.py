"""What both formats have in common: when an answer comes, and in which pieces."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute

from mauntic.sandbox.dialect import PAGE, json_body
from mauntic.sandbox.llm.model import Asked, Model, Mood, Written

PIECE = 12
"""Letters of a piece of a stream."""
Event = tuple[str, Mapping[str, Any]]
"""The name of a server-sent event (empty for none), and its data."""
MIDWAY = frozenset({Mood.OVERLOAD_MIDWAY, Mood.BREAK_OFF})


class LlmDialect(ABC):
    """One vendor's format over the model."""

    slug: ClassVar[str]

    def __init__(self, model: Model) -> None:
        self.model = model

    @property
    def key(self) -> str:
        """The key that is accepted."""
        return f"sandbox-{self.slug}"

    @abstractmethod
    def routes(self) -> list[BaseRoute]:
        """The vendor's paths."""

    @abstractmethod
    def refusal(self, mood: Mood) -> Response | None:
        """How the vendor says that it will not answer; None for moods in which it does."""

    @property
    @abstractmethod
    def wrong_key(self) -> Response:
        """How the vendor says that it does not know the key."""

    async def serve(self, request: Request, format_: "Format") -> Response:
        """Answer one call in a format."""
        mood = self.model.mood()
        body = await json_body(request)
        await asyncio.sleep(self.model.manner.delay_ms / 1000)
        if not self.is_signed(request):
            return self.wrong_key
        is_stream = bool(body.get("stream"))
        if mood is Mood.HTML:
            return HTMLResponse(PAGE)
        if refused := self.refusal(Mood.OVERLOAD if mood in MIDWAY and not is_stream else mood):
            return refused
        written = self.model.write(format_.asked(body), mood)
        if is_stream:
            events = self._paced(format_, written, mood, body)
            return StreamingResponse(events, media_type="text/event-stream")
        return JSONResponse(format_.whole(written, body, has_usage=self.model.manner.has_usage))

    def is_signed(self, request: Request) -> bool:
        """Whether the call carries the key."""
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self.key in {bearer, request.headers.get("x-api-key", "")}

    def show_model(self, request: Request) -> Response:
        """Show a model, which costs nothing."""
        self.model.counts["looks"] += 1
        if not self.is_signed(request):
            return self.wrong_key
        name = request.path_params["name"]
        return JSONResponse({"id": name, "object": "model", "type": "model", "owned_by": "sandbox"})

    async def _paced(
        self, format_: "Format", written: Written, mood: Mood, body: Mapping[str, Any]
    ) -> AsyncIterator[str]:
        is_whole = False
        try:
            for event in format_.events(written, mood, body, has_usage=self.model.manner.has_usage):
                await asyncio.sleep(self.model.manner.chunk_ms / 1000)
                yield sent(event)
            is_whole = True
        finally:
            # The server ends the generator of a client that has gone.
            self.model.counts["whole" if is_whole else "abandoned"] += 1


class Format(ABC):
    """One of a vendor's formats: how it is asked, and how it answers."""

    @abstractmethod
    def asked(self, body: Mapping[str, Any]) -> Asked:
        """Read a call."""

    @abstractmethod
    def whole(self, written: Written, body: Mapping[str, Any], *, has_usage: bool) -> dict[str, Any]:
        """Return the answer in one piece."""

    @abstractmethod
    def events(
        self, written: Written, mood: Mood, body: Mapping[str, Any], *, has_usage: bool
    ) -> Iterator[Event]:
        """Yield the answer as a stream."""


def pieces(text: str, mood: Mood) -> Iterator[str]:
    """Yield the text in pieces; half of it for a stream that breaks."""
    end = max(PIECE, len(text) // 2) if mood in MIDWAY else len(text)
    for start in range(0, end, PIECE):
        yield text[start : min(start + PIECE, end)]


def sent(event: Event) -> str:
    """Return a server-sent event as text."""
    name, data = event
    lines = f"event: {name}\n" if name else ""
    return f"{lines}data: {json.dumps(data, ensure_ascii=False)}\n\n" if data else f"{lines}data: [DONE]\n\n"
