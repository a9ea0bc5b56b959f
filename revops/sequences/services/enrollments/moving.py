"""Move leads in flight to the newest version of their sequence: one, or all of a sequence."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.stops import Reason, State, reason_words
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import SequenceVersion
from revops.sequences.selectors.access import check_change, sequence_of
from revops.sequences.selectors.calendar import Calendars
from revops.sequences.selectors.steps import newest_version, step_at, steps_of
from revops.sequences.services.advance import lay_out, take_back
from revops.sequences.services.enrollments.changes import held_enrollment
from revops.sequences.services.enrollments.shelving import shelve_tasks
from revops.sequences.services.steps.leaving import leaving

MOVED = ("version_id", "due_at", "wait", "wait_facts", *("state", "reason", "reason_facts", "ended_at"))


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move of many did: leads that were moved, and those whose email or text is being sent."""

    moved: int
    left: int


@transaction.atomic
def move_to_newest(*, enrollment_id: UUID, by: User) -> Enrollment:
    """Move an enrollment to the newest version of its sequence. It keeps its position.

    A step that was begun in the old version is begun anew: its email is taken back, and its task leaves the
    lists.

    Args:
        enrollment_id: an active or paused enrollment.
        by: the acting user.

    Returns: the enrollment.
    Raises: `NotFound`, `NotAllowed`; `Conflict` if it has ended, is in the newest version, or is at an email
        that is being sent.
    """
    row = held_enrollment(enrollment_id, by, State.ACTIVE, State.PAUSED)
    newest = newest_version(row.sequence_id)
    if newest is None or newest.pk == row.version_id:
        raise Conflict(_("The lead is in the newest version already."))
    if _move([row], newest, by).left:
        raise Conflict(_("The message of this step is being sent. Try again in a minute."))
    return row


@transaction.atomic
def move_all_to_newest(*, sequence_id: UUID, by: User) -> Moved:
    """Move all open enrollments of a sequence to its newest version, as `move_to_newest` does with one.

    Args:
        sequence_id: the sequence.
        by: the acting user.

    Returns: the numbers of moved leads, and of those whose email or text is being sent: they stay.
    Raises: `NotFound`, `NotAllowed`.
    """
    sequence = sequence_of(sequence_id)
    check_change(sequence, by)
    newest = newest_version(sequence.pk)
    if newest is None:
        return Moved(0, 0)
    rows = sequence.enrollments.open().exclude(version=newest).select_related("sequence", "contact")
    return _move(list(rows.locked()), newest, by)


def _move(rows: Collection[Enrollment], newest: SequenceVersion, by: User) -> Moved:
    take_back([row.pk for row in rows], reason_words(Reason.BY_PERSON, {"name": str(by)}))
    staying = leaving(rows)
    moved, at = [row for row in rows if row.pk not in staying], now()
    shelve_tasks(moved, at)
    begun = StepRun.objects.filter(enrollment__in=[row.pk for row in moved])
    # What was begun in the old version is over: a canceled email of it would end the enrollment.
    begun.filter(outcome__in=[Outcome.QUEUED, Outcome.TASK]).update(outcome=Outcome.CANCELLED, at=at)
    steps, calendars = steps_of([newest.pk]), Calendars(at)
    for row in moved:
        upcoming = step_at(steps, newest.pk, row.position)
        if upcoming is None:
            lay_out(row, None, None, at, calendars)
        elif row.wait:
            # The step was begun in the old version: its delay is over. During a pause no time passes.
            row.due_at = row.paused_at if row.state == State.PAUSED else at
        row.version, row.wait, row.wait_facts = newest, Wait.NONE, {}
    update_rows(Enrollment.objects, moved, MOVED)
    return Moved(len(moved), len(staying))
