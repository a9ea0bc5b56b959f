"""Telling people, each as they want it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from mauntic.broker import send_on_commit
from mauntic.kernel.chunks import chunked
from mauntic.notifications.models import Kind, MailState, Notification
from mauntic.notifications.selectors import ways_of

MAILS_PER_JOB = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a person is to be told. A second notice with the same `dedupe_key` tells them nothing.

    `title` is mailed with a link and so names no lead; `body` is shown in the product only. `url` is a path.
    """

    user_id: UUID
    kind: Kind
    title: str
    dedupe_key: str
    body: str = ""
    url: str = ""


@transaction.atomic
def notify(notices: Iterable[Notice]) -> None:
    """Store notices as their people want them, and mail them after the commit where they want that."""
    told = list(notices)
    ways = ways_of({notice.user_id for notice in told})
    rows = [
        _row(notice, in_app=way.in_app, email=way.email)
        for notice in told
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
        send_on_commit("notifications.send_mails", [str(pk) for pk in chunk])
