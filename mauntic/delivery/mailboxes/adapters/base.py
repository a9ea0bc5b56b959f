"""What a transport answers: a receipt, or one of three failures."""

from dataclasses import dataclass
from ssl import SSLContext, create_default_context

from mauntic.kernel.errors import MaunticError

TIMEOUT = 30.0
"""Seconds to wait for any one answer of a mail server."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom to sign in. `security` is tls, starttls or none.

    With an `access_token` of OAuth 2 it signs in by XOAUTH2, without a password.
    """

    host: str
    port: int
    security: str
    username: str
    password: str
    access_token: str = ""


class MailServerError(MaunticError):
    """The server refused, or cannot be reached. `message` has its own words."""

    code = "mail_server"

    def __init__(self, message: str, *, status: str = "", is_temporary: bool = True) -> None:
        super().__init__(message)
        self.status = status
        self.is_temporary = is_temporary


class SignInRefused(MailServerError):
    """User name or password are wrong, or the account may not sign in this way."""

    code = "sign_in_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, is_temporary=False)


class NothingTaken(MailServerError):
    """The server takes no message from us: it refuses the sender, or the connection ended before a text.

    That is no fault of the recipient.
    """

    code = "nothing_taken"


class Uncertain(MailServerError):
    """The connection ended after the whole message was handed over: nobody knows whether it was accepted."""

    code = "uncertain"


def tls() -> SSLContext:
    """Return what a connection must fulfil: a valid certificate of this host."""
    return create_default_context()
