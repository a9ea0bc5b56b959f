"""Hand messages to an e-mail service by its API, one connection for many, through django-anymail."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from anymail.backends import mailgun, postmark, sendgrid
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailNotSupportedWarning,
    AnymailRecipientsRefused,
)
from django.core.mail import EmailMultiAlternatives

from mauntic.delivery.mailboxes.adapters.amazon import AmazonKey, answer_of, ses_backend
from mauntic.delivery.mailboxes.adapters.base import MailServerError, NothingTaken, SignInRefused, Uncertain
from mauntic.delivery.mailboxes.domain.mail_services import SES, Fault, MailService, fault_of, ses_header_id

TIMEOUTS = (5.0, 30.0)
"""Seconds to connect, and to wait for any part of the answer."""
MESSAGE = "mauntic_message"
"""The key under which a service sends the Message-ID back with its events."""
UNKNOWN_ADDRESS = "5.1.1"

_HEADERS = (
    *("Message-ID", "Reply-To", "In-Reply-To", "References"),
    *("List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted"),
)
# Before a message is handed over, requests and boto3 fail with these; the classes are found by name along the
# causes.
_NOT_REACHED = frozenset(
    {
        *("NewConnectionError", "ConnectTimeoutError", "NameResolutionError", "SSLError"),
        *("EndpointConnectionError", "NoCredentialsError", "PartialCredentialsError", "ParamValidationError"),
    }
)
_DEEPEST = 10

# SendGrid has no support of django-anymail's makers any more, and works.
warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """The account of a mailbox at a service.

    `domain` is that of the sender, which Mailgun wants to know; Amazon wants `key_id` and `region`.
    """

    service: MailService
    address: str
    api_key: str
    domain: str
    key_id: str = ""
    region: str = ""


class ServiceSession:
    """Connections to the API of a service. Use it as a context manager, as `SmtpSession`.

    `provider_id` is how the service names the last message that it took, and `header_id` the Message-ID that
    it gave it instead of ours; empty if it keeps ours.
    """

    def __init__(self, account: ServiceAccount) -> None:
        self._account = account
        self._backend: Any = None
        self.provider_id = self.header_id = ""

    def __enter__(self) -> Self:
        # All settings are given: the installation has none of anymail's own.
        self._backend = _BACKENDS[self._account.service.slug](self._account)
        self._backend.open()
        if hasattr(self._backend, "session"):
            self._backend.session.trust_env = False  # neither proxies nor a .netrc
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def send(self, *, sender: str, recipient: str, message: bytes) -> str:
        """Hand over one message to one recipient.

        Args:
            sender: the address, which the service must know.
            recipient: the address.
            message: as it would go to a mail server.

        Returns: what the service says, with its id of the message.
        Raises: `MailServerError` if the recipient is refused, `NothingTaken` if it is our fault,
            `SignInRefused` for a wrong key, `Uncertain` if no answer came after the message.
        """
        letter = _letter(self._account, sender, recipient, message)
        try:
            self._backend.send_messages([letter])
        except AnymailRecipientsRefused as error:
            raise MailServerError(_words(error), status=UNKNOWN_ADDRESS, is_temporary=False) from error
        except AnymailAPIError as error:
            raise _failure(error) from error
        except (AnymailError, ValueError) as error:
            raise NothingTaken(_words(error), is_temporary=False) from error
        status = letter.anymail_status  # type: ignore[attr-defined] # anymail adds it
        self.provider_id = str(status.message_id or "")[:200]
        if self._account.service is SES:
            self.header_id = ses_header_id(self._account.region, self.provider_id)
        return f"{self._account.service.name}: {next(iter(status.status), '')} {self.provider_id}"[:300]


def _letter(account: ServiceAccount, sender: str, recipient: str, message: bytes) -> EmailMultiAlternatives:
    parsed = message_from_bytes(message, policy=default)
    letter = EmailMultiAlternatives(
        subject=" ".join(str(parsed["Subject"] or "").split()),
        body=_part(parsed, "plain"),
        from_email=str(parsed["From"] or sender),
        to=[recipient],
        headers={**_headers(parsed), **account.service.extra},
    )
    if html := _part(parsed, "html"):
        letter.attach_alternative(html, "text/html")
    extras: dict[str, object] = {
        "metadata": {MESSAGE: str(parsed["Message-ID"] or "").strip()},
        # We count them ourselves: through the service each would count twice.
        **({"track_opens": False, "track_clicks": False} if account.service.counts else {}),
    }
    for name, value in extras.items():
        setattr(letter, name, value)
    return letter


def _headers(parsed: EmailMessage) -> Mapping[str, str]:
    return {name: " ".join(str(parsed[name]).split()) for name in _HEADERS if parsed[name]}


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def _failure(error: AnymailAPIError) -> MailServerError:
    status, words = _answer(error)
    if not status:
        return NothingTaken(words) if _is_unreached(error) else Uncertain(words)
    fault = fault_of(status, words)
    if fault is Fault.RECIPIENT:
        return MailServerError(words, status=UNKNOWN_ADDRESS, is_temporary=False)
    if fault is Fault.SIGN_IN:
        return SignInRefused(words)
    return Uncertain(words) if fault is Fault.UNCERTAIN else NothingTaken(words)


def _is_unreached(error: BaseException) -> bool:
    """Tell whether the connection was never there: the cause lies some errors deep, also as an argument."""
    found: object = error
    for _depth in range(_DEEPEST):
        if type(found).__name__ in _NOT_REACHED:
            return True
        inner = getattr(found, "reason", None) or getattr(found, "__cause__", None)
        arguments = getattr(found, "args", ())
        found = inner or (arguments[0] if arguments else None)
    return False


def _words(error: Exception) -> str:
    return _answer(error)[1]


def _answer(error: Exception) -> tuple[int, str]:
    """Return the status of HTTP, 0 without an answer, and what was said."""
    response = getattr(error, "response", None)
    if response is None:
        return 0, _said_once(str(error))[:300]
    if isinstance(response, Mapping):
        status, words = answer_of(response)
    else:
        status, words = response.status_code, " ".join(str(response.text).split())
    return status, f"{status} {words}"[:300]


def _said_once(text: str) -> str:
    """Return the lines of an error without those that only repeat another one behind the name of a class."""
    kept: list[str] = []
    for line in filter(None, (" ".join(each.split()) for each in text.splitlines())):
        said = line.partition(": ")[2]
        if not said or not any(said in other for other in kept):
            kept.append(line)
    return " ".join(kept)


_BACKENDS: Mapping[str, Any] = {
    "postmark": lambda account: postmark.EmailBackend(
        server_token=account.api_key, api_url=account.address, timeout=TIMEOUTS
    ),
    "mailgun": lambda account: mailgun.EmailBackend(
        api_key=account.api_key, api_url=account.address, sender_domain=account.domain, timeout=TIMEOUTS
    ),
    "sendgrid": lambda account: sendgrid.EmailBackend(
        api_key=account.api_key, api_url=account.address, timeout=TIMEOUTS
    ),
    "ses": lambda account: ses_backend(
        AmazonKey(account.key_id, account.api_key, account.region), account.address, TIMEOUTS
    ),
}
