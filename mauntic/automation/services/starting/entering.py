"""Who may begin a run, while nobody retries a failed one of theirs."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from mauntic.automation.models import Definition, Kind, Run, RunState
from mauntic.automation.selectors.entering import Entries, entries


def entries_held(definition: Definition, ids: Collection[UUID], at: datetime) -> Entries:
    """Return which of some records may begin a run. Failed runs in a journey stay failed until commit.

    Args:
        definition: what they would begin.
        ids: of the records.
        at: when what lets them in happened. An event that is replayed much later lets nobody in who was kept
            out then, or whose run it began.
    """
    hold_failed(definition, ids)
    return entries(definition, ids, at)


def hold_failed(definition: Definition, ids: Collection[UUID]) -> None:
    """Lock the failed runs of records in a journey: one that is retried at this moment is inside then."""
    if definition.kind != Kind.JOURNEY:
        return
    failed = Run.objects.filter(definition=definition, subject_id__in=ids, state=RunState.FAILED)
    # In the order of `retry_runs`.
    rows = failed.order_by("subject_id", "-started_at", "pk").select_for_update(of=("self",), no_key=True)
    list(rows.values_list("pk", flat=True))
