"""What the outbox did with the emails of sequences: they were sent, canceled or refused."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.delivery.messages.selectors.outbox import why
from mauntic.delivery.models import Message, MessageState
from mauntic.kernel.clock import now as present
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.stops import Reason, State
from revops.sequences.models.enrollments import Enrollment, EnrollmentState, Outcome, StepRun
from revops.sequences.services.advance import end, go_on, publish_done, settle_runs

PER_TURN = 500
SETTLED = (MessageState.SENT, MessageState.CANCELLED, MessageState.REFUSED)


@transaction.atomic
def go_on_after(*, message_ids: Collection[UUID], now: datetime | None = None) -> int:
    """Go on with the enrollments whose emails were sent: the delay of the next step counts from the sending.

    Args:
        message_ids: of any origin; those that are no step's are skipped.
        now: the present.

    Returns: the number of emails of sequences.
    Publishes: `SequenceStepExecuted` for each.
    """
    runs = locked_runs(StepRun.objects.filter(message_id__in=list(message_ids)).values_list("pk", flat=True))
    if runs:
        _sent(runs, now or present())
    return len(runs)


def settle_outbox(*, now: datetime | None = None) -> int:
    """End the enrollments whose email will never go, and go on where a person said that it was sent.

    An email that the gate canceled stops its enrollment with the reason of the gate. One that the server
    refused for another cause than the address pauses it: a person decides.

    Returns: the number of emails.
    """
    total = 0
    while count := _settle(now or present()):
        total += count
    return total


@transaction.atomic
def _settle(at: datetime) -> int:
    waiting = StepRun.objects.filter(
        outcome=Outcome.QUEUED, enrollment__state=EnrollmentState.ACTIVE, enrollment__wait=Wait.MESSAGE
    )
    over = Message.objects.filter(state__in=SETTLED).values("pk")
    runs = locked_runs(waiting.filter(message_id__in=over).values_list("pk", flat=True)[:PER_TURN])
    messages = Message.objects.in_bulk([run.message_id for run in runs])
    for state, settle in ((MessageState.CANCELLED, _canceled), (MessageState.REFUSED, _refused)):
        some = [run for run in runs if messages[_message_id(run)].state == state]
        settle(some, messages, at)
    _sent([run for run in runs if messages[_message_id(run)].state == MessageState.SENT], at)
    return len(runs)


def locked_runs(run_ids: Iterable[UUID]) -> list[StepRun]:
    """Return runs whose email or text has not been settled yet, with their enrollments locked."""
    ids = list(run_ids)
    rows = Enrollment.objects.filter(runs__in=ids).select_related("sequence", "contact")
    locked = {row.pk: row for row in rows.locked()}
    runs = list(StepRun.objects.filter(pk__in=ids, outcome=Outcome.QUEUED).select_related("step"))
    for run in runs:
        run.enrollment = locked[run.enrollment_id]
    return runs


def _sent(runs: list[StepRun], at: datetime) -> None:
    settle_runs([run.pk for run in runs], Outcome.SENT, at)
    go_on([run.enrollment for run in runs if is_current(run) and goes_on(run)], at)
    publish_done((run.enrollment, run.step, Outcome.SENT.value) for run in runs)


def _canceled(runs: list[StepRun], messages: dict[UUID, Message], at: datetime) -> None:
    settle_runs([run.pk for run in runs], Outcome.CANCELLED, at)
    words = {run.enrollment_id: {"words": why(messages[_message_id(run)])} for run in runs}
    end([run.enrollment for run in runs], Reason.CANCELLED, at, each=words)


def _refused(runs: list[StepRun], messages: dict[UUID, Message], at: datetime) -> None:
    settle_runs([run.pk for run in runs], Outcome.CANCELLED, at)
    words = {run.enrollment_id: {"words": messages[_message_id(run)].server_words} for run in runs}
    bounced = [run.enrollment for run in runs if messages[_message_id(run)].bounced_at]
    others = [run.enrollment for run in runs if not messages[_message_id(run)].bounced_at]
    end(bounced, Reason.BOUNCED, at)
    end(others, Reason.REFUSED, at, each=words)


def is_current(run: StepRun) -> bool:
    """Return whether the enrollment is still at the step of the run."""
    row = run.enrollment
    return (row.version_id, row.position) == (run.step.version_id, run.step.position)


def goes_on(run: StepRun) -> bool:
    """Return whether the enrollment is open: a paused one must not send this step again later."""
    return run.enrollment.state in (State.ACTIVE, State.PAUSED)


def _message_id(run: StepRun) -> UUID:
    if run.message_id is None:
        raise ValueError("The run has no message.")
    return run.message_id
