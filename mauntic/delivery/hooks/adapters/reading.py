"""Read the webhooks of e-mail services with django-anymail: signature first, then what they say.

Its views are made for one account per installation. Here they are made per request, with the keys of the
mailbox, and only asked to validate and to parse.
"""

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import (
    AnymailError,
    AnymailInsecureWebhookWarning,
    AnymailNotSupportedWarning,
    AnymailWebhookValidationFailure,
)
from anymail.webhooks import mailgun, postmark, sendgrid
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from mauntic.delivery.hooks.adapters import amazon
from mauntic.delivery.hooks.adapters.replays import Replayed, refuse_replays
from mauntic.delivery.hooks.domain.events import Kind, Tracked
from mauntic.delivery.mailboxes.adapters.amazon import AmazonKey
from mauntic.delivery.mailboxes.adapters.services import MESSAGE
from mauntic.delivery.mailboxes.domain.mail_services import MAILGUN, SES
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.requests.bodies import MEGABYTE

MOST_MAIL = 10 * MEGABYTE
"""Answers are small; a larger email is refused, and the service keeps it."""

_ODD = (LookupError, ValueError, TypeError, AttributeError, RecursionError)
"""What a body can be guilty of, however odd it is."""

# SendGrid's events are signed; the warning is about mail that came in, which has a password instead.
warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)
warnings.filterwarnings("ignore", category=AnymailInsecureWebhookWarning)


class BadHook(MaunticError):
    """The request is not signed by the service, or cannot be read."""

    code = "bad_hook"


class UnreadableMail(MaunticError):
    """The request is the service's own, and the email in it is made so that no parser reads it."""

    code = "unreadable_mail"


class PasswordMissing(BadHook):
    """The request has no password: Amazon SNS sends the one in the address only when it is asked for it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What proves that a request comes from the service: its own key, or user and password in the address.

    With `amazon` subscriptions are confirmed, and mails fetched.
    """

    signing_key: str
    password: str
    amazon: AmazonKey


def events_in(service: str, request: HttpRequest, keys: Keys) -> list[Tracked]:
    """Return the events of a request that have an effect.

    Raises: `BadHook`.
    """
    _ask_for_password(service, request)
    with _refusing():
        view = _validated(_EVENTS, service, request, keys)
        found = list(view.parse_events(request))
    kinds = {each.value for each in Kind}
    return [
        _tracked(event)
        for event in found
        if event.event_type in kinds and not (service == SES.slug and amazon.says_nothing(event))
    ]


def mails_in(service: str, request: HttpRequest, keys: Keys) -> list[bytes]:
    """Return the emails of a request, each as it would lie on a mail server.

    A whole email is taken as it is: django-anymail would parse it, and fails at what the senders of mail make
    up, such as a thousand parts inside each other. Our own reader has limits for that.

    Raises: `BadHook`, `UnreadableMail`.
    """
    _ask_for_password(service, request)
    with _refusing():
        view = _validated(_MAILS, service, request, keys)
        if raw := _WHOLE.get(service, _no_mail)(request):
            return [raw.encode("utf-8", "replace")]
        return _put_together(view, request)


def _ask_for_password(service: str, request: HttpRequest) -> None:
    if service == SES.slug and not request.headers.get("authorization"):
        raise PasswordMissing("Send the password of the address.")


def _validated(makers: "Makers", service: str, request: HttpRequest, keys: Keys) -> Any:
    view = makers[service](keys)
    view.run_validators(request)
    if service == MAILGUN.slug:
        refuse_replays(request)
    return view


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (AnymailWebhookValidationFailure, Replayed) as error:
        raise BadHook(str(error)) from error
    except (AnymailError, ImproperlyConfigured, *_ODD) as error:
        raise BadHook(f"{type(error).__name__}: the request cannot be read.") from error


def _put_together(view: Any, request: HttpRequest) -> list[bytes]:
    """Return the emails that django-anymail makes of a request, which is validated."""
    try:
        found = list(view.parse_events(request))
    except RecursionError as error:
        raise UnreadableMail("The email is nested too deeply.") from error
    try:
        return [event.message.as_bytes() for event in found]
    except _ODD as error:
        raise UnreadableMail("The email cannot be read.") from error


def _no_mail(_request: HttpRequest) -> str:
    return ""


def _of_postmark(request: HttpRequest) -> str:
    found = json.loads(request.body).get("RawEmail")
    return found if isinstance(found, str) else ""


_WHOLE: Mapping[str, Callable[[HttpRequest], str]] = {
    "postmark": _of_postmark,
    "mailgun": lambda request: request.POST.get("body-mime", ""),
    "sendgrid": lambda request: request.POST.get("email", ""),
}
"""Where a service puts a whole email, if it is told to send it. Amazon's stands inside other things."""


def _required(key: str) -> str:
    # Without a key anymail's view of SendGrid would take everything.
    if not key:
        raise AnymailWebhookValidationFailure("Enter the webhook signing key in the settings of the mailbox.")
    return key


def _password(keys: Keys) -> str:
    return f"mauntic:{_required(keys.password)}"


Makers = Mapping[str, Callable[[Keys], Any]]
_EVENTS: Makers = {
    "postmark": lambda keys: postmark.PostmarkTrackingWebhookView(webhook_secret=_password(keys)),
    "mailgun": lambda keys: mailgun.MailgunTrackingWebhookView(
        webhook_signing_key=_required(keys.signing_key)
    ),
    "sendgrid": lambda keys: sendgrid.SendGridTrackingWebhookView(
        tracking_webhook_verification_key=_required(keys.signing_key)
    ),
    "ses": lambda keys: amazon.events_view(
        key=keys.amazon, password=_password(keys), addresses=_addresses_of_amazon()
    ),
}
_MAILS: Makers = {
    "postmark": lambda keys: postmark.PostmarkInboundWebhookView(webhook_secret=_password(keys)),
    "mailgun": lambda keys: mailgun.MailgunInboundWebhookView(
        webhook_signing_key=_required(keys.signing_key)
    ),
    "sendgrid": lambda keys: sendgrid.SendGridInboundWebhookView(webhook_secret=_password(keys)),
    "ses": lambda keys: amazon.mails_view(
        key=keys.amazon, password=_password(keys), addresses=_addresses_of_amazon(), most=MOST_MAIL
    ),
}


def _addresses_of_amazon() -> Mapping[str, str]:
    found: Mapping[str, str] = settings.MAUNTIC_MAIL_SERVICES.get(SES.slug, {})
    return found


def _tracked(event: Any) -> Tracked:
    raw = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    data = raw.get("event-data") or raw
    status = data.get("delivery-status") or {}
    amazon_status, is_later = amazon.status_of(raw, str(event.recipient or ""))
    return Tracked(
        kind=Kind(event.event_type),
        header_id=str((event.metadata or {}).get(MESSAGE) or ""),
        provider_id=str(event.message_id or ""),
        event_id=str(event.event_id or ""),
        recipient=str(event.recipient or ""),
        words=" ".join(str(event.mta_response or event.description or "").split()),
        status=str(data.get("status") or status.get("enhanced-code") or amazon_status)[:12],
        reason=str(event.reject_reason or ""),
        is_soft=is_later or "SoftBounce" in {data.get("Type"), data.get("type")},
        at=event.timestamp,
    )
