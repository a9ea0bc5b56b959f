"""Cut request bodies that are too large for their route, before they fill the disk or the memory."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from mauntic.kernel.requests.bodies import DEFAULT_BYTES, most_bytes_of

CUT = "mauntic.body_was_cut"

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class BodyLimit:
    """Cuts a body that becomes too large, and marks the request for `BodyLimitMiddleware`.

    It runs before Django, which writes the whole body to the disk before it handles the request, also if the
    client declares no length.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limited = _Counted(scope, receive) if scope["type"] == "http" else receive
        await self.app(scope, limited, send)


class _Counted:
    """Passes on the parts of a body until their sum is too large for the route."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope, self.receive = scope, receive
        self.passed = 0

    async def __call__(self) -> Message:
        if CUT in self.scope:
            return await self._gone()
        if self._is_over(_declared(self.scope)):
            return self._cut()
        message = await self.receive()
        self.passed += len(message.get("body", b""))
        return self._cut() if self._is_over(self.passed) else message

    def _is_over(self, length: int) -> bool:
        # The route is only resolved for a large body.
        return length > DEFAULT_BYTES and length > limit_of(self.scope["path"])

    def _cut(self) -> Message:
        self.scope[CUT] = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _gone(self) -> Message:
        """Wait until the client disconnects, as Django does while it answers. Drop the rest of the body."""
        message = await self.receive()
        while message["type"] == "http.request":
            message = await self.receive()
        return message


def limit_of(path: str) -> int:
    """Return the largest body of the route at `path`, in bytes."""
    try:
        return most_bytes_of(resolve(path, settings.ROOT_URLCONF).func)
    except Resolver404:
        return DEFAULT_BYTES


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
