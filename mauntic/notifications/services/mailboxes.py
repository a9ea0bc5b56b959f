"""Notify people whose mailbox was switched off or paused: what they send waits until somebody acts."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.accounts.models import Role
from mauntic.accounts.selectors import active_people
from mauntic.events.catalog import MailboxPaused, MailboxSwitchedOff
from mauntic.kernel import clock
from mauntic.notifications.models import Kind
from mauntic.notifications.services.notices import Notice, notify

Stopped = MailboxSwitchedOff | MailboxPaused


def notify_of_mailboxes(*, stopped: Sequence[Stopped]) -> None:
    """Notify the owner of each mailbox; ops and admins about shared ones. Once a day, mailbox and event."""
    leaders = [] if all(each.owner_id for each in stopped) else _leaders()
    notify(notice for each in stopped for notice in _notices(each, leaders))


def _leaders() -> list[UUID]:
    return list(active_people([Role.OPS, Role.ADMIN]).values_list("pk", flat=True))


def _notices(event: Stopped, leaders: Collection[UUID]) -> Iterator[Notice]:
    day = clock.now().date().isoformat()
    is_paused = isinstance(event, MailboxPaused)
    for user_id in [event.owner_id] if event.owner_id else leaders:
        yield Notice(
            user_id=user_id,
            kind=Kind.MAILBOX,
            title=_title(event).format(address=event.address)[:200],
            body=event.reason,
            url=reverse("delivery:mailbox", args=[event.mailbox_id]),
            dedupe_key=f"mailbox{'-paused' if is_paused else ''}:{event.mailbox_id}:{day}",
        )


def _title(event: Stopped) -> str:
    if isinstance(event, MailboxPaused):
        return _("Your mailbox {address} was paused") if event.owner_id else _("{address} was paused")
    return _("Your mailbox {address} was switched off") if event.owner_id else _("{address} was switched off")
