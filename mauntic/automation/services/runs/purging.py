"""Delete the runs that ended long ago, but for what decides whether a lead may enter a journey again."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from mauntic.automation.domain.options import options_from
from mauntic.automation.domain.retention import is_expired
from mauntic.automation.models import ActionRun, Kind, Run, RunState
from mauntic.automation.selectors.retention import kept_since
from mauntic.kernel import clock
from mauntic.kernel.ids import first_id_of

CHUNK, MOST = 500, 20_000
ENDED = [RunState.COMPLETED, RunState.FAILED, RunState.SKIPPED, RunState.CUT]


def purge_runs(*, now: datetime | None = None, chunk: int = CHUNK, most: int = MOST) -> int:
    """Delete the runs that ended more than `MAUNTIC_RUNS_KEPT_DAYS` days ago, with their actions.

    The last run of each lead in a journey stays, without its actions and facts. So do runs that still hold
    their record back by the cool-down hours of their workflow. Each chunk is a transaction.

    Args:
        now: the present by default.
        chunk: runs per transaction.
        most: runs to delete or empty at most, so that no worker is kept for long.

    Returns: the number of runs that were deleted or emptied.
    """
    at = now or clock.now()
    purged, after = 0, UUID(int=0)
    while purged < most:
        count, after, is_last = _purge_some(after, at, min(chunk, most - purged))
        purged += count
        if is_last:
            break
    return purged


@transaction.atomic
def _purge_some(after: UUID, at: datetime, chunk: int) -> tuple[int, UUID, bool]:
    """Return how many runs were purged, the last id that was looked at, and whether this was the end."""
    days = settings.MAUNTIC_RUNS_KEPT_DAYS
    # Someone may retry one of them at this moment: it is left to them.
    rows = list(
        _old(kept_since(at))
        .filter(pk__gt=after)
        .select_related("definition")
        .select_for_update(of=("self",), skip_locked=True)[:chunk]
    )
    expired = [
        row
        for row in rows
        if row.ended_at and is_expired(row.ended_at, options_from(row.definition.options), days=days, at=at)
    ]
    kept = [row.pk for row in expired if row.decides]  # type: ignore[attr-defined]  # annotated
    ActionRun.objects.filter(run__in=kept).delete()
    Run.objects.filter(pk__in=kept).update(facts={}, reason_text="")
    Run.objects.filter(pk__in=[row.pk for row in expired if row.pk not in set(kept)]).delete()
    return len(expired), rows[-1].pk if rows else after, len(rows) < chunk


def _old(before: datetime) -> QuerySet[Run]:
    """Return the runs that ended before a time and are not emptied yet, the first created first.

    Ids begin with the time of creation, so the primary key finds them without an index on their end.
    """
    later = Run.objects.filter(
        definition=OuterRef("definition"),
        subject_id=OuterRef("subject_id"),
        started_at__gt=OuterRef("started_at"),
    )
    decides = Q(definition__kind=Kind.JOURNEY) & ~Exists(later)
    has_more = Exists(ActionRun.objects.filter(run=OuterRef("pk"))) | ~Q(facts={}) | ~Q(reason_text="")
    old = Run.objects.filter(pk__lt=first_id_of(before), state__in=ENDED, ended_at__lt=before)
    return old.annotate(decides=decides).filter(Q(decides=False) | has_more).order_by("pk")
