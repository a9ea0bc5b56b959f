"""Forget whole mails after a time. The new words and the class of a reply stay."""

from datetime import datetime, timedelta

from mauntic.delivery.inbox.models import Reply
from mauntic.kernel.clock import now as present

RETENTION = timedelta(days=90)


def forget_raw(*, now: datetime | None = None) -> int:
    """Delete the whole mails of replies that are older than 90 days.

    Returns: their number.
    """
    old = Reply.objects.filter(arrived_at__lt=(now or present()) - RETENTION)
    return old.exclude(raw=None).update(raw=None)
