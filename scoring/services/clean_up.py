"""Keeping the table of signals bounded."""

from datetime import datetime, timedelta

from mauntic.kernel import clock
from scoring.models import IntentSignal

# Longer than any figure of a page looks back, and a year's comparison with room to spare.
KEPT_AFTER_EXPIRY = timedelta(days=400)
CHUNK = 5000


def delete_old_signals(*, now: datetime | None = None, chunk: int = CHUNK) -> int:
    """Delete signals that were over 400 days ago; how many they were.

    Each chunk is a transaction of its own, so that nobody waits long. No score changes by it.
    """
    long_ago = (now or clock.now()) - KEPT_AFTER_EXPIRY
    old = IntentSignal.objects.filter(expires_at__lte=long_ago).order_by("expires_at")
    deleted = 0
    while ids := list(old.values_list("pk", flat=True)[:chunk]):
        IntentSignal.objects.filter(pk__in=ids).delete()
        deleted += len(ids)
    return deleted
