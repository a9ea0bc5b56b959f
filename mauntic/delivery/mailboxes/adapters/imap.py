"""Read an inbox by IMAP. Nothing on the server is changed, and nothing is marked as seen."""

import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from imaplib import IMAP4
from types import TracebackType
from typing import Self

from imapclient.exceptions import (  # type: ignore[import-untyped] # it ships no types
    IMAPClientError,
    LoginError,
)

from mauntic.delivery.mailboxes.adapters.base import TIMEOUT, Account, MailServerError, SignInRefused, tls
from mauntic.delivery.mailboxes.adapters.imap_server import LimitedClient

INBOX = "INBOX"
FAREWELL = 3.0
"""Seconds to wait for the answer to the sign-out: nothing depends on it."""
PER_FETCH = 20
_NEW = frozenset({b"EXISTS", b"RECENT"})
# ValueError: the name of the server is none; with the others, an answer without what every server says, or
# nested without end.
_UNREADABLE = (LookupError, TypeError, AttributeError, RecursionError)
_FAILURES = (*_UNREADABLE, ValueError, OSError, IMAPClientError, ssl.SSLError, socket.timeout)
PER_SEARCH = 50_000
"""UIDs that one search asks for. The library takes lines of up to 1 MB, and all UIDs are one line."""
HIGHEST_UID = 2**32 - 1
MOST_SEARCHES = 200
"""Of an inbox with more UIDs the newest are read, whatever the server says the next one will be."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The state of a folder: `uid_validity` changes when the server gives out its UIDs anew."""

    uid_validity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it lies on the server, of `size` bytes.

    `raw` ends after the bytes that were asked for. It is None if the server does not hand the mail out.
    """

    uid: int
    size: int
    raw: bytes | None


class ImapSession:
    """A connection to the inbox of an account. Use it as a context manager.

    Raises: `MailServerError` if it cannot be reached, `SignInRefused` if it does not accept the account.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._server: LimitedClient | None = None

    def __enter__(self) -> Self:
        account = self._account
        try:
            self._server = self._connect()
            _sign_in(self._server, account)
        except LoginError as error:
            self._close()
            # The library says the same of a connection that ends while it signs in, which refuses nobody.
            is_lost = isinstance(error.__context__, IMAP4.abort)
            raise MailServerError(_words(error)) if is_lost else SignInRefused(_words(error)) from error
        except _FAILURES as error:
            self._close()
            raise MailServerError(f"{account.host}:{account.port}: {_words(error)}"[:300]) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def open(self, folder: str = INBOX) -> Folder:
        """Open a folder for reading only.

        Raises: `MailServerError` if there is none of this name.
        """
        try:
            state = self._connected().select_folder(folder, readonly=True)
            found = Folder(int(state[b"UIDVALIDITY"]), int(state.get(b"UIDNEXT", 0)))
        except _FAILURES as error:
            raise MailServerError(_words(error)) from error
        if not (0 <= found.uid_validity <= HIGHEST_UID and 0 <= found.next_uid <= HIGHEST_UID + 1):
            raise MailServerError("The server numbers its mails beyond what IMAP allows.")
        return found

    def uids_from(self, first: int, *, next_uid: int = 0) -> Iterator[int]:
        """Yield the UIDs from `first` on, in ascending order.

        A server answers `9999:*` with its last mail even if that is older, so the answers are filtered.

        Args:
            first: the lowest.
            next_uid: of the folder, as the server says; it may have grown.
        """
        low = max(first, next_uid - PER_SEARCH * MOST_SEARCHES, 1)
        while low + PER_SEARCH < next_uid:
            yield from self._search(low, low + PER_SEARCH - 1)
            low += PER_SEARCH
        yield from self._search(low, HIGHEST_UID)

    def _search(self, low: int, high: int) -> list[int]:
        try:
            last = "*" if high == HIGHEST_UID else high
            found = self._connected().search(["UID", f"{low}:{last}"])
        except _FAILURES as error:
            raise MailServerError(_words(error)) from error
        return sorted(uid for uid in found if low <= uid <= high)

    def mails(self, uids: Sequence[int], *, largest: int) -> Iterator[Mail]:
        """Yield mails in the order of `uids`, a few per request. Mails that are gone are left out.

        Args:
            uids: of the open folder.
            largest: bytes of a mail that are fetched. The text stands before the attachments, and a mail of
                50 MB never lies in memory.
        """
        try:
            for start in range(0, len(uids), PER_FETCH):
                yield from self._fetched(uids[start : start + PER_FETCH], largest)
        except _FAILURES as error:
            raise MailServerError(_words(error)) from error

    @property
    def has_idle(self) -> bool:
        """Return whether the server tells of new mail by itself (RFC 2177)."""
        try:
            return bool(self._connected().has_capability("IDLE"))
        except _FAILURES as error:
            raise MailServerError(_words(error)) from error

    def news(self, *, seconds: float, step: float) -> Iterator[bool]:
        """Wait at the open folder and yield whether mail came: at once if it did, else after each step.

        Args:
            seconds: how long to wait in all.
            step: seconds after which it yields without news, so that the caller can stop.

        Raises: `MailServerError` if the connection is lost.
        """
        try:
            server, ends = self._connected(), time.monotonic() + seconds
            server.idle()
            while time.monotonic() < ends:
                began = time.monotonic()
                server.allow()
                found = server.idle_check(timeout=step)
                # The library says nothing of a connection that has ended: it answers nothing, at once.
                if not found and time.monotonic() - began < step / 2:
                    raise MailServerError("The connection was lost.")
                yield any(_NEW & set(each[1:2]) for each in found)
            server.idle_done()
        except _FAILURES as error:
            raise MailServerError(_words(error)) from error

    def _fetched(self, uids: Sequence[int], largest: int) -> Iterator[Mail]:
        server = self._connected()
        sizes = {uid: int(data[b"RFC822.SIZE"]) for uid, data in server.fetch(uids, ["RFC822.SIZE"]).items()}
        whole = [uid for uid in uids if sizes.get(uid, largest + 1) <= largest]
        large = [uid for uid in uids if sizes.get(uid, 0) > largest]
        server.allow(sum(min(sizes.get(uid, 0), largest) for uid in uids))
        bodies = server.fetch(whole, ["BODY.PEEK[]"]) if whole else {}
        begun = server.fetch(large, [f"BODY.PEEK[]<0.{largest}>"]) if large else {}
        for uid in uids:
            if uid in sizes:
                raw = bodies.get(uid, {}).get(b"BODY[]") or begun.get(uid, {}).get(b"BODY[]<0>")
                yield Mail(uid, sizes[uid], raw)

    def _connected(self) -> LimitedClient:
        if self._server is None:
            raise MailServerError("Not connected.")
        self._server.allow()
        return self._server

    def _connect(self) -> LimitedClient:
        account = self._account
        is_tls = account.security == "tls"
        server = LimitedClient(
            account.host,
            port=account.port,
            ssl=is_tls,
            ssl_context=tls() if is_tls else None,
            timeout=TIMEOUT,
        )
        if account.security == "starttls":
            server.starttls(tls())
        return server

    def _close(self) -> None:
        if self._server is not None:
            try:
                self._server.allow(within=FAREWELL)
                self._server.logout()
            except _FAILURES:
                with suppress(OSError):  # it may be closed by now
                    self._server.shutdown()
            self._server = None


def _sign_in(server: LimitedClient, account: Account) -> None:
    if account.access_token:
        server.oauth2_login(account.username, account.access_token)
    elif account.username.isascii() and account.password.isascii():
        server.login(account.username, account.password)
    else:  # LOGIN can carry ASCII only; PLAIN is UTF-8 (RFC 4616)
        server.plain_login(account.username, account.password)


def _words(error: Exception) -> str:
    if isinstance(error, _UNREADABLE):
        return "The answer of the server cannot be read."
    return " ".join(str(error).split())[:300] or type(error).__name__
