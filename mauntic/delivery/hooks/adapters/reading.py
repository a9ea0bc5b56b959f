"""Read the webhooks of e-mail services with django-anymail: signature first, then what they say.

Its views are made for one account per installation. Here they are made per request, with the keys of the
mailbox, and only asked to validate and to parse.
"""

import warnings
from collections.abc import Callable, Mapping
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
from mauntic.delivery.hooks.domain.events import Kind, Tracked
from mauntic.delivery.mailboxes.adapters.amazon import AmazonKey
from mauntic.delivery.mailboxes.adapters.services import MESSAGE
from mauntic.delivery.mailboxes.domain.mail_services import SES
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.requests.bodies import MEGABYTE

MOST_MAIL = 10 * MEGABYTE
"""Answers are small; a larger email is refused, and the service keeps it."""

# SendGrid's events are signed; the warning is about mail that came in, which has a password instead.
warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)
warnings.filterwarnings("ignore", category=AnymailInsecureWebhookWarning)


class BadHook(MaunticError):
    """The request is not signed by the service, or cannot be read."""

    code = "bad_hook"


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
    found = _parsed(lambda: _EVENTS[service](keys), request)
    kinds = {each.value for each in Kind}
    return [
        _tracked(event)
        for event in found
        if event.event_type in kinds and not (service == SES.slug and amazon.says_nothing(event))
    ]


def mails_in(service: str, request: HttpRequest, keys: Keys) -> list[bytes]:
    """Return the emails of a request, each as it would lie on a mail server.

    Raises: `BadHook`.
    """
    _ask_for_password(service, request)
    found = _parsed(lambda: _MAILS[service](keys), request)
    try:
        return [event.message.as_bytes() for event in found]
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise BadHook("The email cannot be read.") from error


def _ask_for_password(service: str, request: HttpRequest) -> None:
    if service == SES.slug and not request.headers.get("authorization"):
        raise PasswordMissing("Send the password of the address.")


def _parsed(make: Callable[[], Any], request: HttpRequest) -> list[Any]:
    try:
        view = make()
        view.run_validators(request)
        return list(view.parse_events(request))
    except AnymailWebhookValidationFailure as error:
        raise BadHook(str(error)) from error
    except (AnymailError, ImproperlyConfigured, LookupError, ValueError, TypeError, AttributeError) as error:
        raise BadHook(f"{type(error).__name__}: the request cannot be read.") from error


def _required(key: str) -> str:
    # Without a key anymail's view of SendGrid would take everything.
    if not key:
        raise AnymailWebhookValidationFailure("Enter the webhook signing key in the settings of the mailbox.")
    return key


def _password(keys: Keys) -> str:
    return f"mauntic:{_required(keys.password)}"


_EVENTS: Mapping[str, Callable[[Keys], Any]] = {
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
_MAILS: Mapping[str, Callable[[Keys], Any]] = {
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
