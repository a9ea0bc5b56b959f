"""Pause mailboxes with many bounces or complaints, before mail services block their domain."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from mauntic.delivery.mailboxes.domain.rates import Band
from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.delivery.mailboxes.selectors import rates_of
from mauntic.events.catalog import MailboxPaused
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import update_rows

_PAUSED = ("state", "state_reason", "paused_until")


@transaction.atomic
def pause_by_rates(*, now: datetime | None = None) -> int:
    """Pause the mailboxes of which too much bounces or is reported as spam.

    Automatic emails wait until a person resumes the mailbox; what people write goes on. A mailbox that a
    person resumed or switched off in the meantime is left alone.

    Returns: the number of paused mailboxes.
    Publishes: `MailboxPaused`.
    """
    found = rates_of(Mailbox.objects.filter(state=State.ACTIVE), now or present())
    bad = {pk: each for pk, each in found.items() if each[1].band == Band.PAUSE}
    rows = Mailbox.objects.filter(pk__in=bad, state=State.ACTIVE).order_by("pk")
    paused = [row for row in rows.select_for_update(no_key=True) if row.counted_from == bad[row.pk][0]]
    for row in paused:
        row.state, row.paused_until = State.PAUSED, None
        row.state_reason = bad[row.pk][1].reason[:300]
    update_rows(Mailbox.objects, paused, _PAUSED)
    publish_many(_events(paused))
    return len(paused)


def _events(mailboxes: Iterable[Mailbox]) -> Iterable[MailboxPaused]:
    return (
        MailboxPaused(mailbox_id=row.pk, owner_id=row.owner_id, address=row.address, reason=row.state_reason)
        for row in mailboxes
    )
