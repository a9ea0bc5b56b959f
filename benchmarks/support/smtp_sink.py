"""An SMTP server on loopback, in a process of its own, that accepts everything and counts it."""

import logging
import multiprocessing
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Handler:
    def __init__(self, counter: Any) -> None:
        self._counter = counter

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        """Accept a message."""
        with self._counter.get_lock():
            self._counter.value += 1
        return "250 2.0.0 OK"


@dataclass(frozen=True)
class Sink:
    """Where the server listens, and how many messages it got."""

    port: int
    counter: Any

    def count(self) -> int:
        """Return the number of messages so far."""
        return int(self.counter.value)


@contextmanager
def sink() -> Iterator[Sink]:
    """Run the server for the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    counter = multiprocessing.Value("i", 0)
    process = multiprocessing.Process(target=_serve, args=(port, counter), daemon=True)
    process.start()
    try:
        _wait_for(port)
        yield Sink(port, counter)
    finally:
        process.terminate()
        process.join(10)


def _serve(port: int, counter: Any) -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    Controller(_Handler(counter), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(3600)


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("The SMTP server does not answer.")
