"""Events and mails of Amazon SES, which come through Amazon SNS: read by django-anymail, signatures checked.

boto3 is imported when a request needs it. It confirms subscriptions, and fetches mails from S3.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailWebhookValidationFailure
from django.http import HttpRequest

from mauntic.delivery.hooks.adapters.sns import Unsigned, verify
from mauntic.delivery.mailboxes.adapters.amazon import AmazonKey, client_options, session_options

TIMEOUTS = (5.0, 10.0)
"""Seconds to connect to SNS and S3, and to wait for them. SNS itself waits for 15."""
LATER = frozenset({"Transient", "Undetermined"})
NO_COMPLAINT = "not-spam"


def events_view(*, key: AmazonKey, password: str, addresses: Mapping[str, str]) -> Any:
    """Return what reads events. `addresses` replaces those of SNS and S3, for tests."""
    from anymail.webhooks import amazon_ses  # noqa: PLC0415 (boto3, as below)

    return _checked(amazon_ses.AmazonSESTrackingWebhookView, key, password, addresses)


def mails_view(*, key: AmazonKey, password: str, addresses: Mapping[str, str], most: int) -> Any:
    """Return what reads mails: inside the message, or in S3 up to `most` bytes."""
    from anymail.webhooks import amazon_ses  # noqa: PLC0415

    view = _checked(amazon_ses.AmazonSESInboundWebhookView, key, password, addresses)
    fetch = view.fetch_s3_chunks

    def fetch_up_to(bucket_name: str, object_key: str) -> Iterator[bytes]:
        size = 0
        with closing(fetch(bucket_name, object_key)) as chunks:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise AnymailAPIError(f"The email in S3 is larger than {most} bytes.")
                yield chunk

    view.fetch_s3_chunks = fetch_up_to
    return view


def _checked(view: Any, key: AmazonKey, password: str, addresses: Mapping[str, str]) -> Any:
    from anymail.backends.amazon_ses import BOTO_BASE_ERRORS  # noqa: PLC0415

    class Checked(view):  # anymail has no types
        """A view of anymail that checks the signature as well, after the password."""

        def parse_events(self, request: HttpRequest) -> list[Any]:
            try:
                verify(self._parse_sns_message(request))
                return list(super().parse_events(request))
            except Unsigned as error:
                raise AnymailWebhookValidationFailure(error.message) from error
            except BOTO_BASE_ERRORS as error:
                raise AnymailWebhookValidationFailure(f"Amazon: {error}") from error

        def get_boto_client(self, service_name: str, **kwargs: Any) -> Any:
            address = addresses.get(service_name)
            return super().get_boto_client(
                service_name, **({"endpoint_url": address} if address else {}), **kwargs
            )

    return Checked(
        webhook_secret=password,
        session_params=session_options(key),
        client_params=client_options(TIMEOUTS),
    )


def says_nothing(event: Any) -> bool:
    """Tell events that are no failure and no complaint, though SES calls them so.

    SES tells of an automatic reply as of a temporary bounce without status and words. Somebody who moves an
    email out of the spam folder "complains" of it as no spam.
    """
    raw = event.esp_event
    if event.event_type == "bounced":
        bounce = raw.get("bounce") or {}
        recipient = _bounced(raw, event.recipient)
        is_bare = not recipient.get("status") and not recipient.get("diagnosticCode")
        return is_bare and (bounce.get("bounceType"), bounce.get("bounceSubType")) == ("Transient", "General")
    complaint = raw.get("complaint") or {}
    return bool(complaint.get("complaintFeedbackType") == NO_COMPLAINT)


def status_of(raw: Mapping[str, Any], recipient: str) -> tuple[str, bool]:
    """Return the enhanced status of a bounce, and whether SES calls it temporary."""
    bounce = raw.get("bounce") or {}
    return str(_bounced(raw, recipient).get("status") or ""), bounce.get("bounceType") in LATER


def _bounced(raw: Mapping[str, Any], recipient: str) -> Mapping[str, Any]:
    found: list[Mapping[str, Any]] = (raw.get("bounce") or {}).get("bouncedRecipients") or []
    return next((each for each in found if each.get("emailAddress") == recipient), {})
