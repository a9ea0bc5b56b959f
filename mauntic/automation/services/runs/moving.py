"""What the outcome of a step means for its run."""

from datetime import datetime

from mauntic.automation.domain.outcomes import (
    Done,
    Failed,
    Later,
    Outcome,
    Skipped,
    Waiting,
    WaitKind,
    retry_at,
)
from mauntic.automation.domain.steps import Route, Step
from mauntic.automation.models import Run, RunReason, RunState


def move(row: Run, outcome: Outcome, *, route: Route, step: Step, attempt: int, at: datetime) -> None:
    """Set where a run is behind the outcome of a step. It is not stored here.

    Args:
        row: the run.
        outcome: of the step.
        route: of its version.
        step: the step.
        attempt: the number of the attempt, of a failed one.
        at: now.
    """
    row.touched_at = at
    match outcome:
        case Waiting(until, event, event_settings):
            row.state, row.due_at, row.waits_for = RunState.WAITING, until, event
            kind = WaitKind.EVENT if event else WaitKind.TIME
            row.wait = {"kind": kind, "settings": dict(event_settings)} if event else {"kind": kind}
        case Later(until, reason):
            row.state, row.due_at = RunState.WAITING, until
            row.wait = {"kind": WaitKind.LATER, "reason": reason}
        case Done(_output, branch, ends):
            row.step = "" if ends else route.after(step.id, branch)
            if ends:
                row.state, row.reason, row.ended_at = RunState.COMPLETED, RunReason.EXITED, at
        case Skipped():
            row.step = route.after(step.id)
        case Failed(_code, said, is_temporary):
            again = retry_at(attempt, at) if is_temporary else None
            if again:
                row.state, row.due_at = RunState.WAITING, again
                row.wait = {"kind": WaitKind.RETRY, "reason": said[:300]}
            else:
                row.state, row.reason_text, row.ended_at = RunState.FAILED, said[:500], at
