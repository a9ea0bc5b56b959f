"""Servers that answer nonsense: their failure, with the reason, and none of the worker."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import pytest

from mauntic.delivery.mailboxes.adapters import imap_server, smtp
from mauntic.delivery.mailboxes.adapters.base import Account, MailServerError
from mauntic.delivery.mailboxes.adapters.imap import ImapSession
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession

EXAMINED = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4] .\r\n"
GOOD = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n", b"EXAMINE": EXAMINED, b"SEARCH": b"* SEARCH 1\r\n"}
ODD = [
    {b"CAPABILITY": b""},
    {b"CAPABILITY": b"* CAPABILITY\r\n"},
    {b"EXAMINE": b"* OK [UIDVALIDITY x] .\r\n"},
    {b"EXAMINE": b"* OK [UIDVALIDITY] .\r\n"},
    {b"SEARCH": b"* SEARCH x (\r\n"},
    {b"FETCH": b"* 1 FETCH " + b"(" * 5_000 + b"\r\n"},
    {b"FETCH": b"* 1 FETCH\r\n"},
    {b"FETCH": b"* 1 FETCH (UID x)\r\n"},
    {b"FETCH": b"* 1 FETCH (UID 1 RFC822.SIZE NIL)\r\n"},
    {b"FETCH": b"* 1 FETCH (UID 1 RFC822.SIZE (1))\r\n"},
    {b"IDLE": b"* 1 FETCH " + b"(" * 5_000 + b"\r\n"},
]


@contextmanager
def serving(handler: type[socketserver.StreamRequestHandler]) -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def imap(answers: Mapping[bytes, bytes]) -> type[socketserver.StreamRequestHandler]:
    """Return an IMAP server that accepts everybody and answers by commands, those of UID by what they do."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n")
            with suppress(OSError):
                for line in self.rfile:
                    if line.startswith(b"DONE"):
                        return
                    tag, command, *rest = line.upper().split()
                    name = rest[0] if command == b"UID" else command
                    answer = answers.get(name, b"")
                    goes_on, end = b"", tag + b" OK .\r\n"
                    if name == b"IDLE":
                        goes_on, end = b"+ idling\r\n", b""
                    self.wfile.write(goes_on + answer + end)

    return Handler


@pytest.fixture(autouse=True)
def _open(settings) -> None:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True


def read(account: Account) -> None:
    with ImapSession(account) as session:
        folder = session.open()
        uids = list(session.uids_from(1, next_uid=folder.next_uid))
        list(session.mails(uids, largest=1_000))
        if session.has_idle:
            list(session.news(seconds=1, step=0.5))


def connect(session: type[SmtpSession | ImapSession], port: int, token: str = "") -> None:
    with session(Account("127.0.0.1", port, "none", "ann", "secret", token)):
        pass


@pytest.mark.parametrize("odd", ODD)
def test_nonsense_of_an_imap_server_is_its_failure(odd: Mapping[bytes, bytes]) -> None:
    with serving(imap({**GOOD, **odd})) as port, pytest.raises(MailServerError):
        read(Account("127.0.0.1", port, "none", "ann", "secret"))


class OddChallenge(socketserver.StreamRequestHandler):
    """Asks for a proof, and what it asks is no base64."""

    how = b""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        with suppress(OSError):
            for line in self.rfile:
                is_hello = line.upper().startswith(b"EHLO")
                self.wfile.write(
                    b"250-here\r\n250 AUTH " + self.how + b"\r\n" if is_hello else b"334 abcde\r\n"
                )


@pytest.mark.parametrize("how", ["CRAM-MD5", "XOAUTH2"])
def test_a_challenge_that_is_none_is_a_failure_of_the_server(how: str) -> None:
    token = "a-token" if how == "XOAUTH2" else ""
    handler = type("Handler", (OddChallenge,), {"how": how.encode()})
    with serving(handler) as port, pytest.raises(MailServerError):
        connect(SmtpSession, port, token)


class Drips(socketserver.StreamRequestHandler):
    """Sends a byte now and then, and never the end of a line."""

    def handle(self) -> None:
        with suppress(OSError):
            while True:
                self.wfile.write(b"2")
                threading.Event().wait(0.02)


@pytest.mark.parametrize("session", [SmtpSession, ImapSession])
def test_a_server_that_sends_a_byte_now_and_then_is_given_up(
    session: type[SmtpSession | ImapSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LONGEST", 0.2)
    monkeypatch.setattr(imap_server, "LONGEST", 0.2)
    with serving(Drips) as port, pytest.raises(MailServerError, match="takes too long"):
        connect(session, port)
