"""What the failures of an IMAP server mean."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from mauntic.delivery.mailboxes.adapters import imap_server
from mauntic.delivery.mailboxes.adapters.base import Account, MailServerError, SignInRefused
from mauntic.delivery.mailboxes.adapters.imap import ImapSession


class HangsUp(socketserver.StreamRequestHandler):
    """Greets, names its abilities, and ends the connection as soon as somebody signs in."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while (line := self.rfile.readline()) and b"LOGIN" not in line.upper():
            tag = line.split()[0]
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")


class Answers(socketserver.StreamRequestHandler):
    """Answers commands by `said`; others are done."""

    said: ClassVar[dict[bytes, bytes]] = {}
    asked: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, command, *rest = line.split()
            name = rest[0].upper() if command.upper() == b"UID" else command.upper()
            self.asked.append(line)
            try:
                self.wfile.write(self.said.get(name, b"") + tag + b" OK done\r\n")
            except OSError:  # the client had enough
                return


@contextmanager
def serving(handler: type[socketserver.StreamRequestHandler]) -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture
def port() -> Iterator[int]:
    with serving(HangsUp) as found:
        yield found


def read_one(port: int) -> None:
    with ImapSession(Account("127.0.0.1", port, "none", "ann", "secret")) as session:
        session.open()
        list(session.mails([1], largest=1_000))


def server_that_says(**said: bytes) -> type[Answers]:
    select = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 2] ok\r\n"
    answers = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"EXAMINE": select}
    given = {name.upper().encode(): words for name, words in said.items()}
    return type("Hostile", (Answers,), {"said": answers | given, "asked": []})


def test_a_connection_that_ends_while_signing_in_refuses_nobody(port: int) -> None:
    with (
        pytest.raises(MailServerError) as found,
        ImapSession(Account("127.0.0.1", port, "none", "ann", "secret")),
    ):
        pass

    assert not isinstance(found.value, SignInRefused)
    assert found.value.is_temporary


@pytest.mark.parametrize(
    "fetch",
    [
        b"* 1 FETCH (UID 1 RFC822.SIZE 10 BODY[] {99000000}\r\n" + b"x" * 1_000,
        (b"* 1 FETCH (UID 1 RFC822.SIZE 10 BODY[] {9000}\r\n" + b"x" * 9_000 + b")\r\n") * 30,
        b"* 1 EXISTS\r\n" * 20_000,
        b"* 1 FETCH (UID 1)\r\n",
        b"* 1 FETCH (UID 1 RFC822.SIZE ten)\r\n",
    ],
    ids=["one large mail", "large mails without end", "lines without end", "no size", "no number"],
)
def test_a_server_that_says_what_nobody_asked_for_fails_alone(fetch: bytes, monkeypatch) -> None:
    monkeypatch.setattr(imap_server, "SPARE", 100_000)
    with serving(server_that_says(fetch=fetch)) as port, pytest.raises(MailServerError):
        read_one(port)


@pytest.mark.parametrize("numbers", [b"", b"* OK [UIDVALIDITY 99999999999] ok\r\n"])
def test_a_folder_without_numbers_that_imap_allows_is_refused(numbers: bytes) -> None:
    with serving(server_that_says(examine=numbers)) as port, pytest.raises(MailServerError):
        read_one(port)


def test_a_large_inbox_is_searched_in_parts_and_impossible_numbers_are_left_out() -> None:
    handler = server_that_says(search=b"* SEARCH 7 120000 99999999999999999999\r\n")
    with (
        serving(handler) as port,
        ImapSession(Account("127.0.0.1", port, "none", "ann", "secret")) as session,
    ):
        session.open()
        found = list(session.uids_from(1, next_uid=120_001))

    searches = [line.split()[-1] for line in handler.asked if b"SEARCH" in line]
    assert searches == [b"1:50000", b"50001:100000", b"100001:*"]
    assert found == [7, 120_000]
