"""Take the tasks of enrollments off the lists while these are paused or stopped, and bring them back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from revops.activities.services.batch import shelve, unshelve
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun


def shelve_tasks(rows: Iterable[Enrollment], at: datetime) -> None:
    """Shelve the open tasks of enrollments that were paused or stopped at this moment."""
    ids = _tasks(rows)
    if ids:
        shelve(activity_ids=ids, at=at)


def unshelve_tasks(rows: Iterable[Enrollment], shelved_at: dict[UUID, datetime | None]) -> set[UUID]:
    """Bring the tasks of enrollments back.

    Args:
        rows: the enrollments.
        shelved_at: when each was paused or stopped, by its id.

    Returns: the enrollments whose task was removed for good meanwhile.
    """
    tasks = _tasks(rows)
    moments = {task: at for task, row in tasks.items() if (at := shelved_at.get(row))}
    kept = unshelve(shelved=moments) if moments else set()
    return {tasks[task] for task in moments if task not in kept}


def _tasks(rows: Iterable[Enrollment]) -> dict[UUID, UUID]:
    runs = StepRun.objects.filter(enrollment__in=[row.pk for row in rows], outcome=Outcome.TASK)
    found = runs.filter(activity_id__isnull=False).order_by().values_list("activity_id", "enrollment_id")
    return {task: row for task, row in found if task}
