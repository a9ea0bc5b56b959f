"""Go on with enrollments whose task was completed, or deleted."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from mauntic.kernel.clock import now as present
from revops.activities.models import Activity
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.stops import State
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.services.advance import go_on, publish_done, settle_runs

PER_TURN = 500
UNDONE_WITHIN = timedelta(minutes=10)


@transaction.atomic
def go_on_after_tasks(*, activity_ids: Collection[UUID], now: datetime | None = None) -> int:
    """Go on with the enrollments that wait for completed tasks.

    Args:
        activity_ids: of any origin; those that no step planned are skipped.
        now: the present.

    Returns: the number of steps whose task was completed.
    """
    found = StepRun.objects.filter(activity_id__in=list(activity_ids), outcome=Outcome.TASK)
    ids = list(found.values_list("pk", flat=True))
    if not ids:
        return 0
    rows = Enrollment.objects.filter(runs__in=ids).select_related("sequence", "contact")
    locked = {row.pk: row for row in rows.locked()}
    runs = list(StepRun.objects.filter(pk__in=ids, outcome=Outcome.TASK).select_related("step"))
    at = now or present()
    settle_runs([run.pk for run in runs], Outcome.DONE, at)
    go_on([row for run in runs if _waits(row := locked[run.enrollment_id], run)], at)
    return len(runs)


@transaction.atomic
def skip_deleted_tasks(*, now: datetime | None = None) -> int:
    """Go on with the active enrollments whose task was deleted: nobody will complete it.

    A deletion can be undone: the step is skipped some minutes later.

    Returns: the number of skipped steps.
    Publishes: `SequenceStepExecuted` with the outcome "skipped" for each.
    """
    at = now or present()
    kept = Activity.everything.filter(pk=OuterRef("activity_id"))
    kept = kept.filter(Q(deleted_at=None) | Q(deleted_at__gt=at - UNDONE_WITHIN))
    lost = StepRun.objects.filter(
        ~Exists(kept), outcome=Outcome.TASK, enrollment__wait=Wait.TASK, enrollment__state=State.ACTIVE
    )
    ids = list(lost.values_list("pk", flat=True)[:PER_TURN])
    if not ids:
        return 0
    rows = Enrollment.objects.filter(runs__in=ids).select_related("sequence", "contact")
    locked = {row.pk: row for row in rows.locked()}
    runs = list(StepRun.objects.filter(pk__in=ids, outcome=Outcome.TASK).select_related("step"))
    settle_runs([run.pk for run in runs], Outcome.SKIPPED, at)
    current = [run for run in runs if _waits(locked[run.enrollment_id], run)]
    go_on([locked[run.enrollment_id] for run in current], at)
    publish_done((locked[run.enrollment_id], run.step, Outcome.SKIPPED.value) for run in current)
    return len(runs)


def _waits(row: Enrollment, run: StepRun) -> bool:
    is_current = (row.version_id, row.position) == (run.step.version_id, run.step.position)
    return is_current and row.wait == Wait.TASK and row.state in (State.ACTIVE, State.PAUSED)
