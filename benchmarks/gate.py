"""One sweep of the gate over N waiting messages that may not go: every reason decided, stored and worded."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from benchmarks.support.mail_base import make_mailboxes, make_messages
from mauntic.delivery.messages.origins import Standing, answer_for
from mauntic.delivery.messages.selectors.outbox import why
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.models import Mailbox, Message
from mauntic.kernel.clock import now
from mauntic.kernel.time.business_hours import BusinessHours
from mauntic.kernel.time.calendar import time_zone


def run(n: int) -> dict[str, object]:
    """Time a sweep over `n` due messages of four mailboxes, which all have a reason to wait.

    The mailboxes are paused, over their daily limit or unread, and the windows of half of the leads are
    closed. The floor is a bare UPDATE of as many rows.
    """
    at = now()
    closed = BusinessHours(zone=time_zone("UTC"), week=_closed_week(at.weekday()))
    answer_for("bench", lambda ids: dict.fromkeys(ids, Standing(hours=closed)))
    mailboxes = make_mailboxes(2, 1) + make_mailboxes_unread()
    make_messages(n, mailboxes, due_at=at - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE delivery_message")
    seconds = _timed(lambda: _sweep(mailboxes))
    reasons = Counter(Message.objects.values_list("hold", flat=True))
    floor = _timed(lambda: Message.objects.update(hold="gap", look_at=at))
    return {
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "per_second": round(n / seconds),
        "reasons": dict(reasons),
    }


def make_mailboxes_unread() -> list[Mailbox]:
    """Make two mailboxes whose inboxes are unread."""
    made = []
    for number in range(2):
        made += [
            Mailbox.objects.create(
                address=f"unread{number}@ours.example",
                smtp_host="127.0.0.1",
                imap_host="127.0.0.1",
                per_day=5_000,
                per_hour=5_000,
            )
        ]
    return made


def _closed_week(today: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(((540, 1020),) if day == (today + 3) % 7 else () for day in range(7))


def _sweep(mailboxes: list[Mailbox]) -> None:
    for mailbox in mailboxes:
        while claim_due(mailbox_id=mailbox.pk).decided:
            pass
    for message in Message.objects.only("state", "hold", "hold_facts", "hold_until").iterator(
        chunk_size=2_000
    ):
        why(message)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
