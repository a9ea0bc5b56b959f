"""Do the steps that are due: every minute, in sets, each step once."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import update_rows
from revops.sequences.domain.steps import TASKS, StepType
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.steps import step_at, steps_of
from revops.sequences.services.advance import go_on, publish_done
from revops.sequences.services.enrollments.away import rest_away, stop_left
from revops.sequences.services.enrollments.completed import skip_deleted_tasks
from revops.sequences.services.enrollments.refusals import stop_written, without_refused
from revops.sequences.services.enrollments.resting import resume_rested
from revops.sequences.services.steps.emails import queue_emails
from revops.sequences.services.steps.outbox import settle_outbox
from revops.sequences.services.steps.tasks import plan_tasks
from revops.sequences.services.steps.text_outcomes import settle_texts
from revops.sequences.services.steps.texts import queue_sms
from revops.sequences.services.turn import Turn

PER_TURN = 500
HELD = ("due_at", "wait", "wait_facts", "mailbox_id")


Work = Callable[[Turn, Collection[tuple[Enrollment, Step]]], None]


def run_due(*, now: datetime | None = None) -> int:
    """Do all steps that are due.

    Emails go to the outbox, texts to their queue, LinkedIn steps and calls become tasks, and waits end. Two
    sweeps at once share the enrollments between them. A worker that dies leaves a turn undone, and the next
    sweep does it.

    Returns: the number of enrollments that were looked at.
    Publishes: `SequenceStepExecuted` for each step that was done; for emails when they are sent.
    """
    at = now or present()
    stop_written(now=at)
    rest_away(now=at)
    stop_left(now=at)
    resume_rested(now=at)
    settle_outbox(now=at)
    settle_texts(now=at)
    skip_deleted_tasks(now=at)
    total = 0
    while count := _turn(at):
        total += count
    return total


@transaction.atomic
def _turn(at: datetime) -> int:
    rows = list(
        Enrollment.objects.due(at)
        .select_related("sequence", "contact__company", "mailbox__owner", "enrolled_by")
        .order_by("due_at", "pk")
        .select_for_update(of=("self",), no_key=True, skip_locked=True)[:PER_TURN]
    )
    if not rows:
        return 0
    turn = Turn(at, steps_of(row.version_id for row in rows), _runs_of(rows))
    steps = [(row, step_at(turn.steps, row.version_id, row.position)) for row in rows]
    # A version without this step: the enrollment is behind its last one.
    turn.passed += [row for row, step in steps if step is None]
    _do(turn, without_refused([(row, step) for row, step in steps if step is not None], at))
    StepRun.objects.bulk_create(
        turn.begun,
        update_conflicts=True,
        unique_fields=["enrollment", "step"],
        update_fields=["variant", "outcome", "attempt", "message_id", "activity_id", "by", "at"],
    )
    update_rows(Enrollment.objects, turn.held, HELD)
    go_on(turn.passed, at, steps=turn.steps)
    publish_done(turn.done)
    return len(rows)


def _do(turn: Turn, due: list[tuple[Enrollment, Step]]) -> None:
    works: list[tuple[frozenset[StepType], Work]] = [
        (frozenset({StepType.WAIT}), _wait),
        (frozenset({StepType.SMS}), queue_sms),
        (TASKS, plan_tasks),
        (frozenset({StepType.EMAIL}), queue_emails),
    ]
    for types, work in works:
        if some := [(row, step) for row, step in due if step.type in types]:
            work(turn, some)


def _wait(turn: Turn, due: Collection[tuple[Enrollment, Step]]) -> None:
    turn.skip(due, Outcome.WAITED)


def _runs_of(rows: list[Enrollment]) -> dict[tuple[UUID, UUID], StepRun]:
    found = StepRun.objects.filter(enrollment__in=[row.pk for row in rows])
    return {(run.enrollment_id, run.step_id): run for run in found}
