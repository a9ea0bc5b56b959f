"""Undo an enrollment of many leads, and a stop of one, minutes after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.models import Message, MessageState
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.parsing import moment_of
from revops.sequences.domain.stops import Reason, State, is_open
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.services.advance import end
from revops.sequences.services.enrollments.changes import DUE, held_enrollment
from revops.sequences.services.enrollments.resting import set_resumed

UNDONE_WITHIN = timedelta(minutes=10)
REACHED = (Outcome.SENT, Outcome.DONE)
LEAVING = (MessageState.CLAIMED, MessageState.SENT, MessageState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: leads that were stopped, and those who were reached already."""

    stopped: int
    reached: int


@transaction.atomic
def undo_enrolling(*, sequence_id: UUID, at: datetime, by: User) -> Undone:
    """Stop the leads that a person enrolled at one moment. Those who were reached already go on.

    Args:
        sequence_id: the sequence.
        at: when they were enrolled.
        by: the acting user, who enrolled them.

    Returns: the numbers of stopped and reached leads.
    Raises: `NotFound` if the user enrolled nobody then, `Conflict` more than 10 minutes later.
    """
    rows = list(Enrollment.objects.filter(sequence=sequence_id, enrolled_by=by, created_at=at).locked())
    if not rows:
        raise NotFound(_("Nobody was enrolled then."))
    present = now()
    if present - at > UNDONE_WITHIN:
        raise Conflict(_("It is too late to undo this. Stop the leads on the page of the sequence."))
    going = [row for row in rows if is_open(row.state)]
    reached = _reached(going)
    stopped = [row for row in going if row.pk not in reached]
    end(stopped, Reason.BY_PERSON, present, facts={"name": str(by)})
    return Undone(len(stopped), len(reached))


@transaction.atomic
def undo_stop(*, enrollment_id: UUID, by: User) -> Enrollment:
    """Let an enrollment go on that a person stopped while it was active.

    The next sweep looks at what happened meanwhile, such as a reply.

    Args:
        enrollment_id: a stopped enrollment.
        by: the acting user.

    Returns: the enrollment, active.
    Raises: `NotFound`, `NotAllowed`; `Conflict` more than 10 minutes later, if something else stopped it, or
        if the lead was enrolled again.
    """
    row = held_enrollment(enrollment_id, by, State.STOPPED)
    at = now()
    if DUE not in row.reason_facts or not row.ended_at or at - row.ended_at > UNDONE_WITHIN:
        raise Conflict(_("It is too late to undo this. Enroll the lead again."))
    if Enrollment.objects.open().filter(sequence=row.sequence_id, contact=row.contact_id).exists():
        raise Conflict(_("{name} was enrolled again meanwhile.").format(name=row.contact.name))
    row.due_at = moment_of(row.reason_facts[DUE])
    begun_at, row.paused_at, row.ended_at = row.begun_at, row.ended_at, None
    set_resumed([row], at)
    # A reply that came since then still stops it: nobody decided to go on in spite of it.
    row.begun_at = begun_at
    row.save(update_fields=["begun_at", "ended_at"])
    return row


def _reached(rows: list[Enrollment]) -> set[UUID]:
    leaving = Message.objects.filter(origin_id__in=[row.pk for row in rows], state__in=LEAVING)
    runs = StepRun.objects.filter(enrollment__in=rows)
    done = runs.filter(Q(outcome__in=REACHED) | Q(message_id__in=leaving.values("pk")))
    return set(done.values_list("enrollment_id", flat=True))
