"""What serving a vendor's calls has in common, and what each vendor says in its own words."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.desk import QUIET, Behaviour, Desk, Fault

Answer = Callable[[Mapping[str, Any]], Response]
Read = Callable[[Request], Awaitable[Mapping[str, Any]]]

PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


class Dialect(ABC):
    """One vendor: its paths, its answers and its refusals."""

    slug: ClassVar[str]
    unit_price: ClassVar[Decimal]

    def __init__(self, behaviour: Behaviour = QUIET) -> None:
        self.desk = Desk(self.slug, self.unit_price, initial=behaviour)

    @property
    def key(self) -> str:
        """The key that is accepted."""
        return f"sandbox-{self.slug}"

    def options(self, base_url: str) -> Mapping[str, str]:  # noqa: ARG002 (for those that are told where it is)
        """What an account with the vendor needs beside the key, where the vendor is found at that address."""
        return {}

    @abstractmethod
    def routes(self) -> list[BaseRoute]:
        """The vendor's paths, below its own prefix."""

    @abstractmethod
    def is_signed(self, request: Request) -> bool:
        """Whether the call carries the key in the vendor's way."""

    @abstractmethod
    def refusal(self, fault: Fault) -> Response:
        """How the vendor says it."""

    def refuse(self, fault: Fault, asked: Mapping[str, Any]) -> Response:  # noqa: ARG002 (for those that bill it)
        """How the vendor says it of what was asked."""
        return self.refusal(fault)

    def look_up(self, path: str, answer: Answer, method: str = "GET", read: Read | None = None) -> Route:
        """A route that is counted, delayed and disturbed as set; `read` gives `answer` what was asked."""

        async def endpoint(request: Request) -> Response:
            self.desk.counts["calls"] += 1
            asked = await (read or parameters)(request)
            await asyncio.sleep(self.desk.behaviour.latency_ms / 1000)
            if not self.is_signed(request):
                return self._failed(Fault.BAD_KEY, {})
            fault = self.desk.fault()
            if fault is Fault.TIMEOUT:
                await asyncio.sleep(self.desk.behaviour.hang_seconds)
            if fault is Fault.TRUNCATED:
                whole = answer(asked).body
                self.desk.counts["failures"] += 1
                return Response(bytes(whole[: len(whole) // 2]), media_type="application/json")
            return self._failed(fault, asked) if fault else answer(asked)

        return Route(path, endpoint, methods=[method])

    def free(self, path: str, answer: Callable[[], Response]) -> Route:
        """A route that is neither billed nor disturbed, but for the key."""

        async def endpoint(request: Request) -> Response:
            self.desk.counts["health_calls"] += 1
            return answer() if self.is_signed(request) else self.refusal(Fault.BAD_KEY)

        return Route(path, endpoint)

    def _failed(self, fault: Fault, asked: Mapping[str, Any]) -> Response:
        self.desk.counts["failures"] += 1
        if fault is Fault.HTML:
            return HTMLResponse(PAGE)
        if fault in {Fault.SERVER_ERROR, Fault.TIMEOUT}:
            return JSONResponse({"error": "Internal server error"}, status_code=500)
        return self.refuse(fault, asked)


async def json_body(request: Request) -> dict[str, Any]:
    """The JSON body as it came; empty when it is no object."""
    body = await request.json() if await request.body() else {}
    return body if isinstance(body, dict) else {}


async def parameters(request: Request) -> dict[str, str]:
    """The query, and below it the fields of a JSON body."""
    given = await json_body(request)
    return {name: str(value).strip() for name, value in {**given, **request.query_params}.items()}
