"""Limit the log of rejected messages."""

from datetime import datetime, timedelta

from mauntic.kernel.clock import now
from mauntic.tracking.keys.models.log import RejectedMessage

STORED_FOR = timedelta(days=7)
MOST_STORED = 10_000


def delete_rejected_messages(*, at: datetime | None = None) -> int:
    """Delete rejected messages older than seven days at `at` (now), and all but the newest 10,000.

    Returns: the number of deleted messages.
    """
    old, _ = RejectedMessage.objects.filter(received_at__lt=(at or now()) - STORED_FOR).delete()
    surplus = RejectedMessage.objects.order_by("-received_at", "-id").values("pk")[MOST_STORED:]
    more, _ = RejectedMessage.objects.filter(pk__in=surplus).delete()
    return old + more
