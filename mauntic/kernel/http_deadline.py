"""One deadline for a whole answer: its headers, and each piece of its body.

The timeouts of sockets begin anew with each byte, so that a server that sends one now and then keeps a worker
for as long as it likes. Here, each read waits for no longer than the deadline.
"""

import http.client
import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter  # noqa: TID251 - for `kernel.http`
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_now = threading.local()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let the answers that this thread reads inside end after so many seconds."""
    _now.end = time.monotonic() + seconds
    try:
        yield
    finally:
        del _now.end


def seconds_left() -> float:
    """Return the seconds until the deadline. Raises: `TimeoutError` behind it."""
    left: float = _now.end - time.monotonic()
    if left <= 0:
        raise TimeoutError("The deadline is over.")
    return left


def hold_to_deadline(adapter: HTTPAdapter) -> None:
    """Let the connections of an adapter keep to the deadline."""
    adapter.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Timed(io.RawIOBase):
    """What a socket receives, until the deadline."""

    def __init__(self, received: io.RawIOBase, sock: Any) -> None:
        self._received, self._sock = received, sock

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._received.fileno()

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(seconds_left())
        return self._received.readinto(buffer)

    def close(self) -> None:
        self._received.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _Answer


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
