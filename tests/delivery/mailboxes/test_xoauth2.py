"""Sign-in with an access token at real sockets."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from mauntic.delivery.mailboxes.adapters.base import Account, SignInRefused
from mauntic.delivery.mailboxes.adapters.imap import ImapSession
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession
from tests.delivery.mail_servers import IS_DOVECOT, Inbox, MailServer, xoauth2

TOKEN = "ya29.token"


class TakesTokens(socketserver.StreamRequestHandler):
    """An IMAP server that knows XOAUTH2 only, and refuses as Google does: by a challenge with the cause."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, command, *_rest = line.split()
            if command.upper() == b"AUTHENTICATE":
                self.wfile.write(b"+ \r\n")
                self._decide(tag, self.rfile.readline().decode())
            elif command.upper() == b"CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + tag + b" OK done\r\n")
            elif command.upper() == b"LOGOUT":
                self.wfile.write(b"* BYE\r\n" + tag + b" OK done\r\n")
            else:
                self.wfile.write(tag + b" OK done\r\n")

    def _decide(self, tag: bytes, initial: str) -> None:
        if xoauth2(initial) == ("jo@ours.example", TOKEN):
            self.wfile.write(tag + b" OK welcome\r\n")
            return
        self.wfile.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
        self.rfile.readline()
        self.wfile.write(tag + b" NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n")


@pytest.fixture
def port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), TakesTokens) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def account(port: int, token: str) -> Account:
    return Account("127.0.0.1", port, "none", "jo@ours.example", "", token)


def test_imap_signs_in_with_a_token(port: int):
    with ImapSession(account(port, TOKEN)):
        pass


def test_imap_says_that_a_token_is_refused(port: int):
    with (
        pytest.raises(SignInRefused, match="Invalid credentials"),
        ImapSession(account(port, "stale")),
    ):
        pass


@pytest.mark.skipif(not IS_DOVECOT, reason="dovecot runs in `make test-services`")
def test_dovecot_takes_our_token_and_says_when_it_does_not(imap: Inbox):
    with ImapSession(account(imap.port, imap.password)) as session:
        assert list(session.uids_from(session.open().next_uid)) == []
    with pytest.raises(SignInRefused), ImapSession(account(imap.port, "stale")):
        pass


def test_smtp_signs_in_with_a_token(smtp: MailServer):
    smtp.tokens = {TOKEN}
    with SmtpSession(account(smtp.port, TOKEN)) as session:
        session.send(sender="jo@ours.example", recipient="a@b.example", message=b"Subject: x\r\n\r\ny\r\n")
    assert smtp.recipients == ["a@b.example"]


def test_smtp_says_that_a_token_is_refused(smtp: MailServer):
    smtp.tokens = {"other"}
    with (
        pytest.raises(SignInRefused, match=r"535 5\.7\.8 Token not accepted"),
        SmtpSession(account(smtp.port, TOKEN)),
    ):
        pass
