"""A connection to an IMAP server that takes no more than was asked for.

The library believes whatever a server announces: one mail of 10 GB, or lines without end, would fill the
memory of the worker, which then dies and starts again with the same mailbox.
"""

import socket
from imaplib import IMAP4
from typing import Any

from imapclient import IMAPClient  # type: ignore[import-untyped] # it ships no types
from imapclient.imap4 import IMAP4WithTimeout  # type: ignore[import-untyped]
from imapclient.tls import IMAP4_TLS, wrap_socket  # type: ignore[import-untyped]

from mauntic.delivery.mailboxes.adapters.connecting import connected

SPARE = 16_000_000
"""Bytes that a server may send with any answer besides the mails that were asked for."""


class _Metered(IMAP4):
    left = SPARE

    def read(self, size: int) -> bytes:
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
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

    def allow(self, size: int = 0) -> None:
        """Let the server send so many bytes of mails from now on, and what stands around them."""
        self._imap.left = size + SPARE

    def _create_IMAP4(self) -> IMAP4:  # noqa: N802 (the name of the library)
        timeout = getattr(self._timeout, "connect", None)
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, timeout)  # type: ignore[call-arg]
        return _Plain(self.host, self.port, timeout)
