import json
import re
from collections.abc import Callable

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.base import Vendor
from lead_intelligence.vendors.adapters.registry import vendor_class
from lead_intelligence.vendors.domain.answers import Answer
from mauntic.kernel.http import HttpClient
from mauntic.sandbox.server import Sandbox

KEY = "sk_a-key-of-our-own"
LOG_IN = "/oauth2/default/v1/token"


def options(slug: str, url: str) -> dict[str, str]:
    """What an account with the vendor needs beside the key, where all that is the vendor's is at that URL."""
    return {"clientId": "our-client", "tokenUrl": url.rstrip("/") + LOG_IN} if slug == "zoominfo" else {}


class Peer:
    """A vendor that gives one prepared answer to every call, and remembers the calls; log-ins are apart."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("/")
        self.calls: list[Request] = []
        self.log_ins: list[Request] = []
        self.answer = Response("{}")
        self.log_in_answer = Response('{"access_token": "a-token", "expires_in": 1000}')
        server.expect_request(re.compile(".*")).respond_with_handler(self._serve)

    def _serve(self, request: Request) -> Response:
        if request.path == LOG_IN:
            self.log_ins.append(request)
            return self.log_in_answer
        self.calls.append(request)
        return self.answer

    def vendor(self, slug: str) -> Vendor:
        http = HttpClient(allow_loopback=True)
        return vendor_class(slug)(api_key=KEY, http=http, base_url=self.url, config=options(slug, self.url))


@pytest.fixture
def peer(httpserver: HTTPServer) -> Peer:
    return Peer(httpserver)


@pytest.fixture
def ask(peer: Peer) -> Callable[..., Answer]:
    """Look a lead up with a vendor that answers with this body and status."""

    def look_up(
        slug: str, body: object, status: int = 200, *, subject: Subject, headers: dict[str, str] | None = None
    ) -> Answer:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        peer.answer = Response(text, status=status, headers=headers)
        return peer.vendor(slug).look_up(subject, timeout=5)

    return look_up


@pytest.fixture
def connect(sandbox: Sandbox) -> Callable[..., Vendor]:
    """An account with a vendor of the sandbox."""

    def open_account(slug: str, api_key: str = "") -> Vendor:
        return vendor_class(slug)(
            api_key=api_key or sandbox.key(slug),
            http=HttpClient(allow_loopback=True),
            base_url=sandbox.base_url(slug),
            config=sandbox.options(slug),
        )

    return open_account
