"""What the answers of mail servers mean for a mailbox: when it was read, and when it is switched off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.delivery.sign_in.services.tokens import distrust
from mauntic.events.catalog import MailboxSwitchedOff
from mauntic.events.services import publish

MOST_FAILURES = 10
"""Refused sign-ins in a row after which a mailbox is switched off, so that its account is not locked."""


def signed_in(*, mailbox_id: UUID, read_at: datetime | None = None) -> None:
    """Record that the server accepted the account, and when its inbox was read to its end."""
    changes: dict[str, object] = {"failures": 0, "last_error": ""}
    if read_at is not None:
        changes["read_at"] = read_at
    Mailbox.objects.filter(pk=mailbox_id).update(**changes)


@transaction.atomic
def failed(*, mailbox_id: UUID, problem: str, is_refused: bool) -> None:
    """Record a failure. After ten refused sign-ins in a row the mailbox is switched off, with one alert.

    Args:
        mailbox_id: the mailbox.
        problem: the server's own words.
        is_refused: whether the server refused the account; else it could not be reached.

    Publishes: `MailboxSwitchedOff`.
    """
    mailbox = Mailbox.objects.select_for_update(no_key=True).filter(pk=mailbox_id).first()
    if mailbox is None:
        return
    mailbox.last_error = problem[:300]
    if is_refused:
        mailbox.failures += 1
        if mailbox.grant_id:
            distrust(grant_id=mailbox.grant_id)
    if mailbox.failures >= MOST_FAILURES and mailbox.state != State.OFF:
        mailbox.state = State.OFF
        mailbox.state_reason = _("{count} sign-ins in a row were refused: {problem}").format(
            count=mailbox.failures, problem=problem
        )[:300]
        publish(
            MailboxSwitchedOff(
                mailbox_id=mailbox.pk,
                owner_id=mailbox.owner_id,
                address=mailbox.address,
                reason=mailbox.state_reason,
            )
        )
    mailbox.save(update_fields=["last_error", "failures", "state", "state_reason"])
