"""Store and send notifications as their users want them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from mauntic.broker import enqueue
from mauntic.kernel.db.chunks import chunked
from mauntic.notifications.jobs import SEND_MAILS
from mauntic.notifications.models import Kind, MailState, Notification
from mauntic.notifications.selectors import ways_of

MAILS_PER_JOB = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notification to send. A second one with the same `dedupe_key` is dropped.

    `title` is sent by email with a link, and so has no name of a lead. `body` is shown in the product only.
    `url` is a path.
    """

    user_id: UUID
    kind: Kind
    title: str
    dedupe_key: str
    body: str = ""
    url: str = ""


@transaction.atomic
def notify(notices: Iterable[Notice]) -> None:
    """Store notifications as their users want them, and enqueue their emails at commit.

    Notices of a kind that a user has turned off, and those with a known `dedupe_key`, are dropped.
    """
    given = list(notices)
    ways = ways_of({notice.user_id for notice in given})
    rows = [
        _row(notice, in_app=way.in_app, email=way.email)
        for notice in given
        if (way := ways[notice.user_id][notice.kind]).in_app or way.email
    ]
    Notification.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    _send_mails([row.pk for row in rows if row.mail == MailState.WAITING])


def _row(notice: Notice, *, in_app: bool, email: bool) -> Notification:
    return Notification(
        user_id=notice.user_id,
        kind=notice.kind,
        title=notice.title[:200],
        body=notice.body[:500],
        url=notice.url,
        dedupe_key=notice.dedupe_key,
        in_app=in_app,
        mail=MailState.WAITING if email else MailState.NONE,
    )


def _send_mails(ids: Sequence[UUID]) -> None:
    for chunk in chunked(ids, MAILS_PER_JOB):
        enqueue(SEND_MAILS, [str(pk) for pk in chunk])
