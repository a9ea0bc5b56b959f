"""What became of the texts of sequences: they were sent, refused or canceled."""

from datetime import datetime

from django.db import transaction

from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import update_rows
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.stops import State
from revops.sequences.models.enrollments import OPEN, Enrollment, Outcome, StepRun
from revops.sequences.services.advance import go_on, publish_done, settle_runs
from revops.sequences.services.steps.outbox import goes_on, is_current, locked_runs
from revops.sms.models import Text, TextState

PER_TURN = 500
OUTCOMES = {TextState.SENT: Outcome.SENT, TextState.REFUSED: Outcome.REFUSED}


def settle_texts(*, now: datetime | None = None) -> int:
    """Go on with the enrollments whose text was sent or refused, and decide anew about canceled ones.

    A number that gets no texts does not end a sequence: its other steps go on.

    Returns: the number of texts.
    Publishes: `SequenceStepExecuted` for each that was sent or refused.
    """
    total = 0
    while count := _settle(now or present()):
        total += count
    return total


@transaction.atomic
def _settle(at: datetime) -> int:
    waiting = StepRun.objects.filter(
        outcome=Outcome.QUEUED, enrollment__state__in=OPEN, enrollment__wait=Wait.TEXT
    )
    over = Text.objects.filter(state__in=[*OUTCOMES, TextState.CANCELED]).values("pk")
    runs = locked_runs(waiting.filter(message_id__in=over).values_list("pk", flat=True)[:PER_TURN])
    texts = Text.objects.in_bulk([run.message_id for run in runs if run.message_id])
    states = {run.pk: texts[run.message_id].state for run in runs if run.message_id in texts}
    for state, outcome in OUTCOMES.items():
        _done([run for run in runs if states.get(run.pk) == state], outcome, at)
    _anew([run for run in runs if states.get(run.pk) == TextState.CANCELED], at)
    return len(runs)


def _done(runs: list[StepRun], outcome: Outcome, at: datetime) -> None:
    settle_runs([run.pk for run in runs], outcome, at)
    go_on([run.enrollment for run in runs if is_current(run) and goes_on(run)], at)
    publish_done((run.enrollment, run.step, outcome.value) for run in runs)


def _anew(runs: list[StepRun], at: datetime) -> None:
    settle_runs([run.pk for run in runs], Outcome.CANCELLED, at)
    rows = [run.enrollment for run in runs if is_current(run) and run.enrollment.state == State.ACTIVE]
    for row in rows:
        row.wait, row.wait_facts, row.due_at = Wait.NONE, {}, at
    update_rows(Enrollment.objects, rows, ("wait", "wait_facts", "due_at"))
