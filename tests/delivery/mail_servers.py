"""Real mail servers on loopback: SMTP that can be told how to answer whom, and IMAP with an empty inbox."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from imapclient import IMAPClient

from tests.delivery import dovecot

IS_DOVECOT = os.environ.get("MAUNTIC_TEST_IMAP") == "dovecot"


@dataclass
class MailServer:
    """What the server answers and what it got.

    Args:
        at_mail: the answer to every sender; empty accepts them.
        at_rcpt: the answer to a recipient, by address; one of 421 ends the connection.
        at_data: the answer to the text of a message, by recipient.
        password: which is accepted; empty needs no sign-in.
        tokens: access tokens that are accepted, by XOAUTH2.
        got: the messages that were accepted, in order.
        raw: their bytes.
        cuts: the connection ends after a text, without an answer.
        cuts_at: the same for the texts to some recipients.
        silent_after: so many messages are answered; later ones are accepted, and no answer comes.
        reached: set when a message was accepted.
    """

    port: int = 0
    at_mail: str = ""
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    password: str = ""
    tokens: set[str] = field(default_factory=set)
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    cuts: bool = False
    cuts_at: set[str] = field(default_factory=set)
    silent_after: int | None = None
    reached: threading.Event = field(default_factory=threading.Event)

    async def handle_MAIL(  # noqa: N802 (name of aiosmtpd)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a sender, unless told otherwise."""
        if (self.password or self.tokens) and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.at_mail:
            return self.at_mail
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 (name of aiosmtpd)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient, unless told otherwise."""
        if address in self.at_rcpt:
            if self.at_rcpt[address].startswith("421"):
                await server.push(self.at_rcpt[address])
                cast("Any", server).transport.close()
            return self.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept a message, unless told otherwise."""
        recipient = envelope.rcpt_tos[0]
        if recipient in self.at_data:
            return self.at_data[recipient]
        self.got.append((recipient, _parsed(envelope.content)))
        self.raw.append(cast("bytes", envelope.original_content))
        self.reached.set()
        if self.silent_after is not None and len(self.got) > self.silent_after:
            await asyncio.sleep(3_600)  # ends with the connection
        if self.cuts or recipient in self.cuts_at:
            cast("Any", server).transport.close()
        return "250 2.0.0 queued as 4711"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Accept the password."""
        is_right = isinstance(data, LoginPassword) and data.password.decode() == self.password
        # Not handled here: the server answers.
        return AuthResult(success=is_right, handled=False)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 (name of aiosmtpd)
        """Accept a token; what is wrong comes as a challenge, as Google and Microsoft send it."""
        user, given = xoauth2(args[1])
        if given in self.tokens:
            return AuthResult(success=True, auth_data=user)
        await server.challenge_auth(b'{"status":"400","schemes":"Bearer"}')
        return AuthResult(success=False, handled=False, message="535 5.7.8 Token not accepted")

    @property
    def recipients(self) -> list[str]:
        """Who got a message, in order."""
        return [recipient for recipient, _message in self.got]


def xoauth2(initial: str) -> tuple[str, str]:
    """Return user and token of an initial response of XOAUTH2."""
    user, auth, *_empty = b64decode(initial).decode().split("\x01")
    return user.removeprefix("user="), auth.removeprefix("auth=Bearer ")


def _parsed(content: bytes | str | None) -> EmailMessage:
    raw = content if isinstance(content, bytes) else str(content).encode()
    return cast("EmailMessage", message_from_bytes(raw, policy=default))


@contextmanager
def mail_server(password: str = "") -> Iterator[MailServer]:
    """Run a server for the block."""
    server = MailServer(password=password)
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=0,
        auth_require_tls=False,
        authenticator=server.authenticate,
    )
    controller.port = _free_port()
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Inbox:
    """A real IMAP server on loopback with one account."""

    port: int
    user: str = "ann"
    password: str = "secret"

    def deliver(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mails into the inbox, or into another folder."""
        with IMAPClient("127.0.0.1", port=self.port, ssl=False) as client:
            client.login(self.user, self.password)
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for mail in mails:
                client.append(folder, mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def deliver_at_once(self, mails: Sequence[bytes]) -> None:
        """Put many mails into the inbox in one command: one by one they take 45 ms each."""
        with IMAPClient("127.0.0.1", port=self.port, ssl=False) as client:
            client.login(self.user, self.password)
            client.multiappend("INBOX", [mail.replace(b"\n", b"\r\n") for mail in mails])

    def unseen(self) -> int:
        """How many mails nobody has read."""
        with IMAPClient("127.0.0.1", port=self.port, ssl=False) as client:
            client.login(self.user, self.password)
            client.select_folder("INBOX", readonly=True)
            return len(client.search("UNSEEN"))


@contextmanager
def imap_server(port: int = 0) -> Iterator[Inbox]:
    """Run an IMAP server with an empty inbox for the block: pymap, or dovecot if the environment names it.

    It listens at a free port unless one is given.
    """
    inbox = Inbox(port or _free_port())
    with dovecot.running(inbox.port, inbox.password) if IS_DOVECOT else _pymap(inbox):
        _wait_for(inbox.port)
        yield inbox


@contextmanager
def _pymap(inbox: Inbox) -> Iterator[None]:
    program = Path(sys.executable).with_name("pymap")
    options = ["--host", "127.0.0.1", "--port", str(inbox.port), "--no-tls", "dict"]
    account = ["--demo-user", inbox.user, "--demo-password", inbox.password]
    server = subprocess.Popen([program, *options, *account], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing answers at port {port}.")
