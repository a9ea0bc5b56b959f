"""Made-up web sites: one server that answers for every host, by the header `X-Forwarded-Host`."""

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

HTML = "text/html; charset=utf-8"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answers at one path."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Sites:
    """The sites by host, each with its pages by path; and what came: calls and cookies.

    `latency` is in seconds.
    """

    pages: dict[str, dict[str, Page]] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    latency: float = 0.0
    url: str = ""

    def add(self, host: str, path: str, body: str | bytes, **more: object) -> None:
        """Put a page on a site."""
        content = body.encode() if isinstance(body, str) else body
        self.pages.setdefault(host, {})[path] = Page(content, **more)  # type: ignore[arg-type]

    def app(self) -> Starlette:
        """Return the application that serves the sites."""
        return Starlette(routes=[Route("/{path:path}", self._answer)])

    def _answer(self, request: Request) -> Response:
        host, path = request.headers.get("x-forwarded-host", ""), request.url.path
        self.calls.append((host, path))
        if "cookie" in request.headers:
            self.cookies.append(request.headers["cookie"])
        if self.latency:
            time.sleep(self.latency)
        page = self.pages.get(host, {}).get(path)
        if page is None:
            return Response("Not found", status_code=404, media_type="text/plain")
        headers = {**page.headers, "Content-Type": page.content_type} if page.content_type else page.headers
        return Response(page.body, page.status, headers=dict(headers))


@contextmanager
def serving(sites: Sites) -> Iterator[Sites]:
    """Serve the sites in a thread, on a free port of loopback."""
    config = uvicorn.Config(sites.app(), log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server((LOOPBACK, 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],), name="sites", daemon=True)
        thread.start()
        try:
            sites.url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
            yield sites
        finally:
            server.should_exit = True
            thread.join()
