"""Hand messages to a mail server by SMTP, one connection for many."""

import re
import smtplib
import socket
from base64 import b64encode
from io import BufferedReader
from time import monotonic
from types import TracebackType
from typing import Self

from mauntic.delivery.mailboxes.adapters.base import (
    TIMEOUT,
    Account,
    MailServerError,
    NothingTaken,
    SignInRefused,
    Uncertain,
    tls,
)
from mauntic.delivery.mailboxes.adapters.connecting import connected, line_of
from mauntic.delivery.mailboxes.domain.mail_services import ses_header_id_by_smtp

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_TEMPORARY = range(400, 500)
_ACCEPTED = 250
_SIGNED_IN = 235
MOST_LINES = 500
"""Lines of one answer. Servers list some dozen of what they can do."""
LONGEST = 60.0
"""Seconds that one answer may take."""


class _Lines:
    """The lines of a server, a limited number for each answer: the library would collect them without end."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream, self._left, self._ends = stream, 0, 0.0

    def allow(self) -> None:
        self._left, self._ends = MOST_LINES, monotonic() + LONGEST

    def readline(self, size: int) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise OSError("The answer of the server has no end.")
        return line_of(self._stream, size, until=self._ends)

    def close(self) -> None:
        self._stream.close()


class _Smtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connected(host, port, timeout)

    def getreply(self) -> tuple[int, bytes]:
        lines = self.file if isinstance(self.file, _Lines) else None
        if lines is None and self.sock is not None:
            self.file = lines = _Lines(self.sock.makefile("rb"))
        if lines is not None:
            lines.allow()
        return super().getreply()


class _SmtpByTls(smtplib.SMTP_SSL, _Smtp):
    pass


class SmtpSession:
    """A connection to the server of an account. Use it as a context manager.

    `header_id` is the Message-ID that the server gave the last message instead of ours; empty if it keeps it.

    Raises: `MailServerError` if it cannot be reached, `SignInRefused` if it does not accept the account.
    """

    provider_id = ""
    """A mail server gives messages no id of its own."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.header_id = ""
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        try:
            self._server = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise SignInRefused(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        # ValueError: the name of the server is none, or what it asks at the sign-in.
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise MailServerError(_unreachable(self._account, error)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()
            self._server = None

    def send(self, *, sender: str, recipient: str, message: bytes) -> str:
        """Hand over one message to one recipient.

        Args:
            sender: the address of the envelope, to which bounces return.
            recipient: the address.
            message: with CRLF line ends.

        Returns: the server's answer.
        Raises: `MailServerError` with the server's words and enhanced status if the recipient or the text is
            refused; `NothingTaken` if the sender is, or the connection ended before the text; `Uncertain` if
            it ended after the message was handed over and before its answer.
        """
        server = self._server
        if server is None:
            raise MailServerError("Not connected.")
        try:
            self._prepare(server, sender, recipient)
        except (OSError, UnicodeError, smtplib.SMTPServerDisconnected) as error:
            raise NothingTaken(_unreachable(self._account, error)) from error
        try:
            code, answer = server.data(message)
        except smtplib.SMTPDataError as error:
            raise self._refused(server, error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            raise Uncertain(_unreachable(self._account, error)) from error
        if code != _ACCEPTED:
            raise self._refused(server, code, answer)
        words = _words(code, answer)
        self.header_id = ses_header_id_by_smtp(self._account.host, words)
        return words

    def _prepare(self, server: smtplib.SMTP, sender: str, recipient: str) -> None:
        code, answer = server.mail(sender)
        if code != _ACCEPTED:
            raise NothingTaken(_words(code, answer), is_temporary=code in _TEMPORARY)
        code, answer = server.rcpt(recipient)
        if code not in {_ACCEPTED, 251}:
            raise self._refused(server, code, answer)

    @staticmethod
    def _refused(server: smtplib.SMTP, code: int, answer: bytes | str) -> MailServerError:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            server.close()
        return _refusal(code, answer)

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        server: smtplib.SMTP
        if account.security == "tls":
            server = _SmtpByTls(account.host, account.port, timeout=TIMEOUT, context=tls())
        else:
            server = _Smtp(account.host, account.port, timeout=TIMEOUT)
        try:
            _greet(server, account)
        except BaseException:
            server.close()
            raise
        return server


def _greet(server: smtplib.SMTP, account: Account) -> None:
    if account.security == "starttls":
        server.starttls(context=tls())
    server.ehlo_or_helo_if_needed()
    if account.access_token:
        server.auth("XOAUTH2", _Xoauth2(account))
    elif account.username and account.password:
        _sign_in(server, account)


def _sign_in(server: smtplib.SMTP, account: Account) -> None:
    if account.username.isascii() and account.password.isascii():
        server.login(account.username, account.password)
        return
    # smtplib can write ASCII only; PLAIN is UTF-8 (RFC 4616).
    secret = b64encode(f"\0{account.username}\0{account.password}".encode()).decode()
    code, answer = server.docmd("AUTH", f"PLAIN {secret}")
    if code != _SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, answer)


class _Xoauth2:
    """What XOAUTH2 says: the token first, and nothing to a refusal, after which the server ends with 535."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def __call__(self, challenge: bytes | None = None) -> str:
        if challenge:
            return ""
        return f"user={self._account.username}\x01auth=Bearer {self._account.access_token}\x01\x01"


def _refusal(code: int, answer: bytes | str) -> MailServerError:
    words = _words(code, answer)
    found = _STATUS.search(words)
    return MailServerError(words, status=found[1] if found else "", is_temporary=code in _TEMPORARY)


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return f"{code} {' '.join(text.split())}"[:300]


def _unreachable(account: Account, error: Exception) -> str:
    return f"{account.host}:{account.port}: {' '.join(str(error).split()) or type(error).__name__}"[:300]
