"""Which mail servers are connected to: those of the world, and private ones only where they are allowed."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from mauntic.delivery.mailboxes.adapters.base import Account, MailServerError
from mauntic.delivery.mailboxes.adapters.imap import ImapSession
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession

PRIVATE = [
    *("127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "::1", "::ffff:127.0.0.1", "fe80::1", "fd00::1", "224.0.0.1"),
    *("168.63.129.16", "::ffff:168.63.129.16", "64:ff9b::10.0.0.1", "2002:a00:1::", "::10.0.0.1", "fec0::1"),
]


@pytest.fixture(autouse=True)
def _closed(settings) -> None:
    settings.MAUNTIC_MAIL_PRIVATE_SERVERS = settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A service behind the firewall, which nobody may learn of."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        found.settimeout(0.05)
        yield found


@pytest.mark.parametrize("session", [SmtpSession, ImapSession])
@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
@pytest.mark.parametrize("host", PRIVATE)
def test_no_server_in_a_private_network_is_connected_to(
    session: type[SmtpSession | ImapSession], security: str, host: str, listener: socket.socket
) -> None:
    account = Account(host, listener.getsockname()[1], security, "ann", "secret")

    with pytest.raises(MailServerError, match="private network"), session(account):
        pass
    with pytest.raises(TimeoutError):
        listener.accept()


def test_an_installation_may_allow_its_own_servers(settings) -> None:
    settings.MAUNTIC_MAIL_PRIVATE_SERVERS = True
    nobody = Account("127.0.0.1", 1, "none", "ann", "secret")

    with pytest.raises(MailServerError, match="refused"), SmtpSession(nobody):
        pass


class TalksOn(socketserver.StreamRequestHandler):
    """Greets, and never ends the answer to the greeting."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        self.rfile.readline()
        with suppress(OSError):  # until the client had enough
            while True:
                self.wfile.write(b"250-AND MORE\r\n")


def test_an_answer_without_end_is_a_failure_of_the_server(settings) -> None:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), TalksOn) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        account = Account("127.0.0.1", server.server_address[1], "none", "ann", "secret")
        with pytest.raises(MailServerError, match="no end"), SmtpSession(account):
            pass
        server.shutdown()
        thread.join()
