"""A connection to an IMAP server that takes no more than was asked for.

The library believes whatever a server announces: one mail of 10 GB, or lines without end, would fill the
memory of the worker, which then dies and starts again with the same mailbox.
"""

import imaplib
import socket
from imaplib import IMAP4
from io import BufferedReader
from math import inf
from time import monotonic
from typing import Any

from imapclient import IMAPClient  # type: ignore[import-untyped] # it ships no types
from imapclient.imap4 import IMAP4WithTimeout  # type: ignore[import-untyped]
from imapclient.tls import IMAP4_TLS, wrap_socket  # type: ignore[import-untyped]

from mauntic.delivery.mailboxes.adapters.connecting import bytes_of, connected, line_of

SPARE = 16_000_000
"""Bytes that a server may send with any answer besides the mails that were asked for."""
LONGEST, PER_SECOND = 60.0, 100_000
"""Seconds that any answer may take, and bytes of mails that add another. A server that sends a line now and
then would never run into the time-out of the connection."""


class _Metered(IMAP4):
    left = SPARE
    ends = inf
    file: BufferedReader

    def open(self, *args: Any, **options: Any) -> None:
        self.ends = monotonic() + LONGEST
        super().open(*args, **options)

    def read(self, size: int) -> bytes:
        self._spend(size)
        return bytes_of(self.file, size, until=self.ends)

    def readline(self) -> bytes:
        longest: int = imaplib._MAXLINE  # type: ignore[attr-defined] # the library sets it  # noqa: SLF001
        line = line_of(self.file, longest + 1, until=self.ends)
        if len(line) > longest:
            raise self.error("A line of the server is too long.")
        self._spend(len(line))
        return line

    def _spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise self.abort("The server sends more than it was asked for.")


class _Plain(_Metered, IMAP4WithTimeout):
    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return connected(self.host, self.port, timeout or self._timeout)


class _Tls(_Metered, IMAP4_TLS):
    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = connected(self.host, self.port, timeout or self._timeout)
        return wrap_socket(plain, self.ssl_context, self.host)


class LimitedClient(IMAPClient):
    """The client of the library with a limit for the answer of each command."""

    _imap: Any

    def allow(self, size: int = 0, *, within: float = LONGEST) -> None:
        """Let the server send so many bytes of mails from now on, and what stands around them.

        Args:
            size: of the mails.
            within: seconds for the answer, besides those for the mails.
        """
        self._imap.left = size + SPARE
        self._imap.ends = monotonic() + within + size / PER_SECOND

    def _create_IMAP4(self) -> IMAP4:  # noqa: N802 (the name of the library)
        timeout = getattr(self._timeout, "connect", None)
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, timeout)  # type: ignore[call-arg]
        return _Plain(self.host, self.port, timeout)
