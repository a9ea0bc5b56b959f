"""The log of refused messages stays short."""

from datetime import datetime, timedelta

from mauntic.kernel.clock import now
from mauntic.tracking.models import RejectedMessage

KEPT_FOR = timedelta(days=7)
MOST_KEPT = 10_000


def forget_rejected_messages(*, at: datetime | None = None) -> int:
    """Delete refused messages older than seven days at `at` (now), and all but the newest 10,000.

    The count of deleted ones.
    """
    old, _ = RejectedMessage.objects.filter(received_at__lt=(at or now()) - KEPT_FOR).delete()
    surplus = RejectedMessage.objects.order_by("-received_at", "-id").values("pk")[MOST_KEPT:]
    more, _ = RejectedMessage.objects.filter(pk__in=surplus).delete()
    return old + more
