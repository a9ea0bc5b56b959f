"""A server that tells of new mail without end starts fewer and fewer jobs."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from uuid import uuid4

import pytest

from mauntic.delivery.inbox.services import watching
from mauntic.delivery.mailboxes.adapters.base import Account
from mauntic.tenants.models import Organization

ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n",
    b"EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 2] .\r\n",
}


done = threading.Event()


class Noisy(socketserver.StreamRequestHandler):
    """An IMAP server that accepts everybody, and never is silent while a client waits for news."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        with suppress(OSError):
            for line in self.rfile:
                tag, command = line.split()[:2]
                if command.upper() == b"IDLE":
                    self.wfile.write(b"+ idling\r\n")
                    while not done.wait(0.02):
                        self.wfile.write(b"* 2 EXISTS\r\n")
                self.wfile.write(ANSWERS.get(command.upper(), b"") + tag + b" OK .\r\n")


class Stop(threading.Event):
    """Counts the waits instead of waiting, and stops after the eighth."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        if len(self.waits) == 8:
            self.set()
        return self.is_set()


@pytest.fixture
def noisy(settings) -> Iterator[Account]:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Noisy) as server:
        done.clear()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Account("127.0.0.1", server.server_address[1], "none", "ann", "secret")
        done.set()
        server.shutdown()
        thread.join()


def test_news_without_end_start_fewer_and_fewer_jobs(
    acme: Organization, noisy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "monotonic", lambda: 0.0)
    stop = Stop()

    assert watching._wait_for_news(noisy, watching.Watched("acme", uuid4(), ()), stop)

    assert stop.waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_news_now_and_then_start_a_job_each(
    acme: Organization, noisy: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(range(0, 10_000, 5))
    monkeypatch.setattr(watching, "monotonic", lambda: float(next(moments)))
    stop = Stop()

    watching._wait_for_news(noisy, watching.Watched("acme", uuid4(), ()), stop)

    assert stop.waits == [1] * 8
