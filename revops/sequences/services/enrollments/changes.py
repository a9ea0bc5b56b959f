"""What a person does with one enrollment: pause, resume, skip a step, stop."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from revops.sequences.domain.stops import Reason, State, reason_words
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.selectors.access import may_move
from revops.sequences.selectors.steps import step_at, steps_of
from revops.sequences.services.advance import go_on, publish_done, take_back
from revops.sequences.services.enrollments.resting import set_resumed
from revops.sequences.services.enrollments.shelving import shelve_tasks
from revops.sequences.services.steps.leaving import leaving

CHANGED = [
    *("state", "reason", "reason_facts", "paused_at", "resumes_at", "ended_at"),
    *("due_at", "wait", "wait_facts", "version", "position"),
]

DUE = "due"
"""The fact of a stop by a person that says when the next step of an active enrollment was due."""


@transaction.atomic
def pause(*, enrollment_id: UUID, by: User, until: datetime | None = None) -> Enrollment:
    """Pause an enrollment, take its waiting email back, and its task off the lists until it resumes.

    Args:
        enrollment_id: an active enrollment.
        by: the acting user.
        until: when it resumes by itself; None if a person resumes it.

    Returns: the enrollment.
    Raises: `NotFound`, `NotAllowed`, `Conflict` if it is not active, `Invalid` for a time that has passed.
    """
    row = held_enrollment(enrollment_id, by, State.ACTIVE)
    at = now()
    if until and until <= at:
        raise Invalid({"until": _("Enter a time in the future.")})
    _set_by(row, State.PAUSED, by)
    row.paused_at, row.resumes_at = at, until
    row.save(update_fields=CHANGED)
    shelve_tasks([row], at)
    take_back([row.pk], reason_words(row.reason, row.reason_facts))
    return row


@transaction.atomic
def resume(*, enrollment_id: UUID, by: User) -> Enrollment:
    """Resume a paused enrollment: what was left to wait is left again.

    Args:
        enrollment_id: a paused enrollment.
        by: the acting user.

    Returns: the enrollment.
    Raises: `NotFound`, `NotAllowed`, `Conflict` if it is not paused.
    """
    row = held_enrollment(enrollment_id, by, State.PAUSED)
    set_resumed([row], now())
    return row


@transaction.atomic
def stop(*, enrollment_id: UUID, by: User) -> Enrollment:
    """Stop an enrollment, and take its waiting email back and its task off the lists.

    Args:
        enrollment_id: an active or paused enrollment.
        by: the acting user.

    Returns: the enrollment.
    Raises: `NotFound`, `NotAllowed`, `Conflict` if it has ended.
    """
    row = held_enrollment(enrollment_id, by, State.ACTIVE, State.PAUSED)
    # What an undo needs; only an active enrollment can go on where it was.
    due = {DUE: row.due_at.isoformat() if row.due_at else ""} if row.state == State.ACTIVE else {}
    _set_by(row, State.STOPPED, by)
    row.reason_facts |= due
    at = now()
    row.ended_at, row.due_at, row.resumes_at = at, None, None
    row.save(update_fields=CHANGED)
    shelve_tasks([row], at)
    take_back([row.pk], reason_words(row.reason, row.reason_facts))
    return row


@transaction.atomic
def skip(*, enrollment_id: UUID, by: User) -> Enrollment:
    """Skip the current step of an active enrollment, and take its waiting email back.

    A task that was planned for it stays a task.

    Args:
        enrollment_id: an active enrollment.
        by: the acting user.

    Returns: the enrollment.
    Raises: `NotFound`, `NotAllowed`, `Conflict` if it is not active, or its email is being sent.
    Publishes: `SequenceStepExecuted` with the outcome "skipped".
    """
    row = held_enrollment(enrollment_id, by, State.ACTIVE)
    steps = steps_of([row.version_id])
    step = step_at(steps, row.version_id, row.position)
    if step is None:
        raise Conflict(_("There is no step to skip."))
    take_back([row.pk], reason_words(Reason.BY_PERSON, {"name": str(by)}))
    if leaving([row]):
        raise Conflict(_("The message of this step is being sent. Try again in a minute."))
    at = now()
    StepRun.objects.update_or_create(
        enrollment=row, step=step, defaults={"outcome": Outcome.SKIPPED, "at": at, "by": by}
    )
    go_on([row], at, steps=steps)
    publish_done([(row, step, Outcome.SKIPPED.value)])
    return row


def held_enrollment(enrollment_id: UUID, by: User, *states: State) -> Enrollment:
    """Lock an enrollment for a change by a person.

    Raises: `NotFound`, `NotAllowed`, `Conflict` if it is in none of the states.
    """
    rows = Enrollment.objects.select_related("sequence", "contact")
    row = held(rows, enrollment_id, gone=_("This enrollment does not exist any more."))
    if not may_move(row, by):
        raise NotAllowed(_("Only the owner of the sequence, managers and the enrolling rep can do this."))
    if row.state not in states:
        words = row.get_state_display().lower()
        raise Conflict(_("{name} is {state} in this sequence.").format(name=row.contact.name, state=words))
    return row


def _set_by(row: Enrollment, state: State, by: User) -> None:
    row.state, row.reason, row.reason_facts = state, Reason.BY_PERSON, {"name": str(by)}
