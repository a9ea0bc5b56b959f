"""Go on to the next step, and end enrollments: what the other services do with sets of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from mauntic.delivery.messages.services.queue import cancel_messages
from mauntic.events.catalog import SequenceStepExecuted
from mauntic.events.services import publish_many
from mauntic.kernel.db.rows import update_rows
from revops.sequences.domain.schedule import days_before, due_after
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.steps import StepType
from revops.sequences.domain.stops import Facts, Reason, State, reason_words, state_after
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.calendar import Calendars
from revops.sequences.selectors.limits import ORIGIN
from revops.sequences.selectors.steps import Steps, step_at, steps_of
from revops.sequences.services.enrollments.shelving import shelve_tasks
from revops.sms.services.queue import cancel_texts

MOVED = ("position", "due_at", "wait", "wait_facts", *("state", "reason", "reason_facts", "ended_at"))
NO_FACTS: Facts = {}
NOBODYS: Mapping[UUID, Facts] = {}
NO_ENDS: Mapping[UUID, datetime] = {}
ENDED = ("state", "reason", "reason_facts", "ended_at", "paused_at", "resumes_at", "due_at")


def go_on(rows: Collection[Enrollment], at: datetime, *, steps: Steps | None = None) -> None:
    """Go on to the next step after the current one was done. Behind the last one, the enrollment is finished.

    Args:
        rows: active enrollments, locked, with sequence and contact loaded.
        at: when the step was done: the delay of the next one counts from here.
        steps: those of their versions, if the caller has read them.
    """
    if not rows:
        return
    known = steps or steps_of(row.version_id for row in rows)
    calendars = Calendars(at)
    for row in rows:
        done = step_at(known, row.version_id, row.position)
        row.position += 1
        row.wait, row.wait_facts = Wait.NONE, {}
        lay_out(row, done, step_at(known, row.version_id, row.position), at, calendars)
    update_rows(Enrollment.objects, list(rows), MOVED)


def lay_out(
    row: Enrollment, done: Step | None, upcoming: Step | None, at: datetime, calendars: Calendars
) -> None:
    """Set when the next step of an enrollment is due, or finish it without one. Does not save."""
    if upcoming is None:
        row.state, row.reason, row.reason_facts = State.FINISHED, Reason.ALL_STEPS, {}
        row.due_at, row.ended_at = None, at
        return
    days = days_before(StepType(upcoming.type), StepType(done.type) if done else None, upcoming.delay_days)
    hours = calendars.of(row.sequence, row.contact)
    row.due_at = due_after(at, days, in_business_days=upcoming.in_business_days, hours=hours)


def end(
    rows: Collection[Enrollment],
    reason: Reason,
    at: datetime,
    *,
    facts: Facts = NO_FACTS,
    each: Mapping[UUID, Facts] = NOBODYS,
    until: Mapping[UUID, datetime] = NO_ENDS,
) -> None:
    """Stop or pause enrollments for a reason, cancel their waiting messages, and shelve their tasks.

    Args:
        rows: locked; those that are not open any more keep their reason.
        reason: says whether they stop or pause.
        at: the present.
        facts: of the sentence of the reason.
        each: further facts of single enrollments, by id.
        until: when pauses of single enrollments end by themselves, by id.
    """
    state = state_after(reason)
    changed = [row for row in rows if row.state == State.ACTIVE or _also_ends_paused(row, state)]
    for row in changed:
        row.state, row.reason = state, reason
        row.reason_facts = {**facts, **each.get(row.pk, {})}
        row.resumes_at = until.get(row.pk)
        if state == State.PAUSED:
            row.paused_at = at
        else:
            row.ended_at, row.due_at = at, None
    update_rows(Enrollment.objects, changed, ENDED)
    shelve_tasks(changed, at)
    _take_back_each(changed)


def _take_back_each(rows: Iterable[Enrollment]) -> None:
    """Cancel what waits, each with the reason of its own enrollment: one statement for each sentence."""
    by_words: dict[str, list[UUID]] = {}
    for row in rows:
        by_words.setdefault(reason_words(row.reason, row.reason_facts), []).append(row.pk)
    for words, ids in by_words.items():
        take_back(ids, words)


def take_back(enrollment_ids: Collection[UUID], words: str) -> None:
    """Cancel the waiting emails and texts of enrollments, with the words that the outbox shows."""
    if enrollment_ids:
        cancel_messages(origin_kind=ORIGIN, origin_ids=enrollment_ids, reason=words)
        cancel_texts(origin_ids=enrollment_ids, reason=words)


def settle_runs(run_ids: Iterable[UUID], outcome: Outcome, at: datetime) -> None:
    """Record what came of steps that had begun."""
    StepRun.objects.filter(pk__in=list(run_ids)).update(outcome=outcome, at=at)


def publish_done(done: Iterable[tuple[Enrollment, Step, str]]) -> None:
    """Publish what was done for leads.

    Publishes: `SequenceStepExecuted` for each enrollment with its step and outcome.
    """
    publish_many(
        SequenceStepExecuted(
            sequence_id=row.sequence_id, contact_id=row.contact_id, step_type=step.type, outcome=outcome
        )
        for row, step, outcome in done
    )


def _also_ends_paused(row: Enrollment, state: State) -> bool:
    return row.state == State.PAUSED and state == State.STOPPED
