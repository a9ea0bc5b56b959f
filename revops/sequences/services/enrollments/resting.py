"""End pauses whose time has come."""

from datetime import datetime

from django.db import transaction

from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import update_rows
from revops.sequences.domain.schedule import after_pause
from revops.sequences.domain.standing import Wait
from revops.sequences.models.enrollments import Enrollment, EnrollmentState
from revops.sequences.services.enrollments.shelving import unshelve_tasks

PER_TURN = 1_000
RESUMED = (
    "state",
    "reason",
    "reason_facts",
    "begun_at",
    "due_at",
    "wait",
    "wait_facts",
    *("paused_at", "resumes_at"),
)


@transaction.atomic
def resume_rested(*, now: datetime | None = None) -> int:
    """Resume the enrollments whose pause has ended.

    Returns: their number; at most 1,000, the rest with the next sweep.
    """
    at = now or present()
    over = Enrollment.objects.filter(state=EnrollmentState.PAUSED, resumes_at__lte=at)
    rows = list(over.order_by("pk").select_for_update(no_key=True, skip_locked=True)[:PER_TURN])
    set_resumed(rows, at)
    return len(rows)


def set_resumed(rows: list[Enrollment], at: datetime) -> None:
    """Let paused enrollments (locked) go on: what was left to wait is left again.

    An email or text that the pause took back goes again; a task that was planned comes back.
    """
    lost = unshelve_tasks(rows, {row.pk: row.paused_at for row in rows})
    for row in rows:
        if row.wait in (Wait.MESSAGE, Wait.TEXT) or (row.wait == Wait.TASK and row.pk in lost):
            row.due_at, row.wait = at, Wait.NONE
        elif row.due_at:
            row.due_at = after_pause(row.due_at, row.paused_at or at, at)
        row.state, row.reason, row.reason_facts = EnrollmentState.ACTIVE, "", {}
        row.begun_at, row.paused_at, row.resumes_at = at, None, None
    update_rows(Enrollment.objects, rows, RESUMED)
