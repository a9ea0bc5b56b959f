"""Delete old signals."""

from datetime import datetime, timedelta

from mauntic.kernel import clock
from scoring.signals.models import IntentSignal

# Longer than pages look back, and enough to compare with the previous year.
RETENTION_AFTER_EXPIRY = timedelta(days=400)
CHUNK = 5000


def delete_old_signals(*, now: datetime | None = None, chunk: int = CHUNK) -> int:
    """Delete signals that expired more than 400 days ago. No score changes.

    Each chunk is a transaction, so that other writers do not wait long.

    Args:
        now: the present by default.
        chunk: signals per transaction.

    Returns: the number of deleted signals.
    """
    long_ago = (now or clock.now()) - RETENTION_AFTER_EXPIRY
    old = IntentSignal.objects.filter(expires_at__lte=long_ago).order_by("expires_at")
    deleted = 0
    while ids := list(old.values_list("pk", flat=True)[:chunk]):
        IntentSignal.objects.filter(pk__in=ids).delete()
        deleted += len(ids)
    return deleted
