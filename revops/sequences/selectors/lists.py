"""Sequences with their counts, and the enrollments of one with what each waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.messages.selectors.outbox import seen_among, why
from mauntic.delivery.models import Message
from mauntic.kernel import display
from mauntic.kernel.time.calendar import time_zone
from revops.sequences.domain.standing import Wait, standing_words
from revops.sequences.domain.stops import is_open
from revops.sequences.models.enrollments import OPEN, Enrollment, EnrollmentState, Outcome, StepRun
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step
from revops.sequences.selectors.access import may_move
from revops.sms.models import TextState
from revops.sms.selectors import texts_by_id

MOST = 10
"""Enrollments that the page of a lead shows."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A sequence with the steps of its newest version, and its enrollments by state."""

    sequence: Sequence
    steps: int
    active: int
    paused: int
    finished: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An enrollment with its next step (empty if it has ended), and the words of what it waits for.

    `last` is the last step that reached the lead, with when; empty if none did, or if the enrollment is open.
    """

    enrollment: Enrollment
    step: str
    words: str
    message_id: UUID | None = None
    last: str = ""


def sequences() -> QuerySet[Sequence]:
    """Return all sequences by name, with their owners and the number of steps of the newest version."""
    newest = SequenceVersion.objects.filter(sequence=OuterRef(OuterRef("pk"))).order_by("-number")
    steps = Step.objects.filter(version=Subquery(newest.values("pk")[:1])).order_by().values("version")
    counted = steps.annotate(count=Count("pk")).values("count")
    return Sequence.objects.select_related("owner").annotate(step_count=Subquery(counted))


def counted_sequences(rows: Iterable[Sequence]) -> list[Counted]:
    """Return sequences of `sequences` with their counts, in one query."""
    found = list(rows)
    states = {state: Count("pk", filter=Q(state=state)) for state in EnrollmentState.values}
    rows_of = Enrollment.objects.filter(sequence__in=found).order_by().values("sequence_id")
    counts: Iterable[Mapping[str, Any]] = rows_of.annotate(**states)
    by_sequence = {row["sequence_id"]: row for row in counts}
    return [_counted(row, by_sequence.get(row.pk, {})) for row in found]


def _counted(row: Sequence, counts: Mapping[str, int]) -> Counted:
    steps = getattr(row, "step_count", None) or 0
    return Counted(row, steps, *(counts.get(state, 0) for state in EnrollmentState.values))


@dataclass(frozen=True, slots=True)
class Tab:
    """A state of enrollments with their number. `value` is empty for all."""

    value: str
    label: str
    count: int


def state_tabs(sequence: Sequence) -> list[Tab]:
    """Return the states of the enrollments of a sequence with their numbers, all first. One query."""
    rows = Enrollment.objects.filter(sequence=sequence).order_by().values_list("state")
    counts: dict[str, int] = dict(rows.annotate(Count("pk")))
    states = [Tab(value, str(label), counts.get(value, 0)) for value, label in EnrollmentState.choices]
    return [Tab("", _("All"), sum(counts.values())), *states]


def enrollments(sequence: Sequence, state: str = "") -> QuerySet[Enrollment]:
    """Return the enrollments of a sequence, all or those in a state, newest first."""
    rows = Enrollment.objects.filter(sequence=sequence)
    rows = rows.select_related("contact__company", "sequence", "version", "mailbox", "enrolled_by")
    return rows.filter(state=state) if state in EnrollmentState.values else rows


def enrollments_of_lead(contact_id: UUID, user: User) -> list[tuple[Shown, bool]]:
    """Return the latest enrollments of a lead, open ones first, each with whether the user may change it."""
    rows = Enrollment.objects.filter(contact=contact_id)
    rows = rows.select_related("contact", "sequence", "version", "mailbox", "enrolled_by")
    is_over = Case(When(state__in=OPEN, then=0), default=1)
    latest = shown(rows.order_by(is_over, "-created_at")[:MOST], user)
    return [(each, may_move(each.enrollment, user)) for each in latest]


def shown(rows: Iterable[Enrollment], user: User) -> list[Shown]:
    """Return enrollments (sequence and contact loaded) with what each waits for, in at most seven queries.

    The user gets the ids of emails that they may see.
    """
    found = list(rows)
    steps = _steps(found)
    messages, texts, last = _messages(found), _texts(found), _last(found)
    ids = [message.pk for message in messages.values()]
    seen = seen_among(user, ids) if ids else set()
    links = {pk: message.pk for pk, message in messages.items() if message.pk in seen}
    return [
        replace(
            _shown(
                row, steps.get((row.version_id, row.position)), messages.get(row.pk), texts.get(row.pk, "")
            ),
            message_id=links.get(row.pk),
            last="" if is_open(row.state) else last.get(row.pk, ""),
        )
        for row in found
    ]


def _last(rows: Iterable[Enrollment]) -> dict[UUID, str]:
    """Return the last step that was done for each enrollment, with when."""
    ids = [row.pk for row in rows]
    runs = StepRun.objects.filter(enrollment__in=ids, outcome__in=[Outcome.SENT, Outcome.DONE])
    latest = runs.order_by("enrollment_id", "-at").distinct("enrollment_id").select_related("step")
    text = _("{step}, {time}")
    return {run.enrollment_id: text.format(step=run.step, time=display.ago(run.at)) for run in latest}


def _shown(row: Enrollment, step: Step | None, message: Message | None, text: str) -> Shown:
    words = standing_words(
        state=row.state,
        sequence_state=row.sequence.state,
        reason=row.reason,
        reason_facts=row.reason_facts,
        wait=row.wait,
        wait_facts=row.wait_facts,
        due=_due(row),
        resumes=display.moment(row.resumes_at) if row.resumes_at else "",
        message_words=why(message) if message else text,
    )
    upcoming = str(step) if step and is_open(row.state) else ""
    return Shown(row, upcoming, words)


def _due(row: Enrollment) -> str:
    """Return when the next step is due; where the lead is, if it waits for the send window."""
    if row.due_at and row.wait == Wait.WINDOW:
        return display.moment_in(row.due_at, time_zone(row.wait_facts["zone"]))
    return display.moment(row.due_at) if row.due_at else ""


def _steps(rows: Iterable[Enrollment]) -> dict[tuple[UUID, int], Step]:
    found = Step.objects.filter(version__in={row.version_id for row in rows})
    return {(step.version_id, step.position): step for step in found}


def _messages(rows: Iterable[Enrollment]) -> dict[UUID, Message]:
    """Return the email of each enrollment that waits in the outbox."""
    ids = _queued(rows, Wait.MESSAGE)
    return {ids[message.pk]: message for message in Message.objects.filter(pk__in=ids)}


def _texts(rows: Iterable[Enrollment]) -> dict[UUID, str]:
    """Return what each enrollment whose text is queued has to be told about it."""
    ids = _queued(rows, Wait.TEXT)
    unknown = _("No answer came. Ops settles it in the settings of SMS.") if ids else ""
    found = texts_by_id(ids).values() if ids else ()
    return {ids[text.pk]: unknown if text.state == TextState.UNKNOWN else text.words for text in found}


def _queued(rows: Iterable[Enrollment], wait: Wait) -> dict[UUID, UUID]:
    """Return the enrollments that wait for an email or text, by the id of it."""
    waiting = [row.pk for row in rows if row.wait == wait and row.state == EnrollmentState.ACTIVE]
    if not waiting:
        return {}
    runs = StepRun.objects.filter(enrollment__in=waiting, outcome=Outcome.QUEUED)
    ids = runs.order_by().values_list("message_id", "enrollment_id")
    return {message_id: enrollment_id for message_id, enrollment_id in ids if message_id}
