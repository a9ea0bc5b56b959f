"""Add, test, switch and delete webhooks and Slack channels."""

import json
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.domain.addresses import address_problem, new_secret
from mauntic.automation.domain.rotation import OVERLAP, rotated
from mauntic.automation.models import SlackChannel, WebhookEndpoint
from mauntic.automation.services.destinations.calling import Answered, call_endpoint, call_slack
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.ids import new_id

MOST, LONGEST_NAME = 50, 60


@transaction.atomic
def create_endpoint(*, name: str, url: str, by: User) -> tuple[WebhookEndpoint, str]:
    """Add a webhook.

    Returns: the row, and its secret, which nobody can read again.
    Raises: `Invalid` by field.
    """
    _check(WebhookEndpoint, name, url)
    secret = new_secret()
    row = WebhookEndpoint(name=name.strip(), url=url.strip(), created_by=by)
    row.credentials = rotated({}, secret, now(), OVERLAP)
    row.save()
    return row, secret


@transaction.atomic
def create_channel(*, name: str, url: str, by: User) -> SlackChannel:
    """Add a channel of Slack by the address of its incoming webhook.

    Raises: `Invalid` by field.
    """
    _check(SlackChannel, name, url)
    row = SlackChannel(name=name.strip(), created_by=by)
    row.credentials = {"url": url.strip()}
    row.save()
    return row


@transaction.atomic
def switch_endpoint(*, endpoint_id: UUID, on: bool, by: User) -> WebhookEndpoint:
    """Switch a webhook on or off. Calls of one that is off are left out.

    Raises: `NotFound`.
    """
    row = held(WebhookEndpoint.objects.all(), endpoint_id, gone=_gone())
    row.is_on = on
    row.off_reason = "" if on else _("{person} switched it off.").format(person=by)[:200]
    row.save(update_fields=["is_on", "off_reason"])
    return row


@transaction.atomic
def rotate_secret(*, endpoint_id: UUID, ends_now: bool = False) -> tuple[WebhookEndpoint, str]:
    """Give a webhook a new secret. The old one signs for 24 hours, too, unless it `ends_now`.

    Returns: the row, and the new secret, which nobody can read again.
    Raises: `NotFound`.
    """
    row = held(WebhookEndpoint.objects.all(), endpoint_id, gone=_gone())
    secret = new_secret()
    row.credentials = rotated(row.credentials or {}, secret, now(), timedelta() if ends_now else OVERLAP)
    row.save(update_fields=["credentials"])
    return row, secret


def try_endpoint(*, endpoint_id: UUID) -> Answered:
    """Send a signed webhook of the type `automation.test`.

    Raises: `NotFound`; see `call_endpoint`.
    """
    row = endpoint_of(endpoint_id)
    data = {"type": "automation.test", "timestamp": now().isoformat(), "data": {"name": row.name}}
    return call_endpoint(endpoint=row, key=str(new_id()), body=json.dumps(data))


def try_channel(*, channel_id: UUID) -> Answered:
    """Post a test message to a channel of Slack.

    Raises: `NotFound`; see `call_slack`.
    """
    return call_slack(channel=channel_of(channel_id), text=_("A test message from Mauntic."))


def delete_endpoint(*, endpoint_id: UUID) -> None:
    """Delete a webhook. What calls it is broken from then on, and says so."""
    endpoint_of(endpoint_id).delete()


def delete_channel(*, channel_id: UUID) -> None:
    """Delete a channel of Slack. What posts to it is broken from then on, and says so."""
    channel_of(channel_id).delete()


def endpoint_of(endpoint_id: UUID) -> WebhookEndpoint:
    """Return a webhook. Raises: `NotFound`."""
    row = WebhookEndpoint.objects.filter(pk=endpoint_id).first()
    if row is None:
        raise NotFound(_gone())
    return row


def channel_of(channel_id: UUID) -> SlackChannel:
    """Return a channel of Slack. Raises: `NotFound`."""
    row = SlackChannel.objects.filter(pk=channel_id).first()
    if row is None:
        raise NotFound(_("This Slack channel does not exist any more."))
    return row


def _gone() -> str:
    return _("This webhook does not exist any more.")


def _check(model: type[WebhookEndpoint] | type[SlackChannel], name: str, url: str) -> None:
    wrong: dict[str, str] = {}
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        wrong["name"] = _("Enter a name of 1 to {most} characters.").format(most=LONGEST_NAME)
    elif model.objects.filter(name__iexact=name.strip()).exists():
        wrong["name"] = _('Another one is named "{name}". Choose another name.').format(name=name.strip())
    elif model.objects.count() >= MOST:
        wrong["name"] = _("There may be {most} at most. Delete one first.").format(most=MOST)
    allowed = getattr(settings, "MAUNTIC_HTTP_ALLOW_LOOPBACK", False)
    if problem := address_problem(url.strip(), allow_loopback=allowed):
        wrong["url"] = problem
    if wrong:
        raise Invalid(wrong)
