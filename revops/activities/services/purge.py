"""Remove deleted activities for good."""

from datetime import datetime, timedelta

from django.db import transaction

from mauntic.kernel import clock
from revops.activities.models import Activity

# Longer than anybody looks for the undo of a deletion.
RETENTION = timedelta(days=30)
CHUNK = 1000


def purge_deleted(*, now: datetime | None = None, chunk: int = CHUNK) -> int:
    """Remove the activities that were deleted more than 30 days ago, with the follow-ups deleted with them.

    Follow-ups that stayed keep everything but the activity that they follow. Each chunk is a transaction.

    Args:
        now: the present by default.
        chunk: activities per transaction.

    Returns: the number of removed activities.
    """
    long_ago = (now or clock.now()) - RETENTION
    purged = 0
    while removed := _purge_some(long_ago, chunk):
        purged += removed
    return purged


@transaction.atomic
def _purge_some(long_ago: datetime, chunk: int) -> int:
    old = Activity.everything.filter(deleted_at__lte=long_ago).order_by("deleted_at", "pk")
    # Whoever restores one right now keeps it.
    rows = old.select_for_update(skip_locked=True)[:chunk]
    ids = list(rows.values_list("pk", flat=True))
    Activity.everything.filter(pk__in=ids).delete()
    return len(ids)
