"""The record of what was done: a row for each attempt of an action."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mauntic.automation.domain.outcomes import Done, Failed, Later, Outcome, Planned, Skipped, Waiting
from mauntic.automation.domain.steps import Step
from mauntic.automation.models import ActionRun, ActionState, Run
from mauntic.automation.selectors.reading import Script


def noted(outcome: Outcome, planned: Planned) -> tuple[ActionState, dict[str, object]]:
    """Return how an attempt went, and what is stored of it."""
    inputs = {"inputs": planned.inputs}
    match outcome:
        case Skipped(reason):
            return ActionState.SKIPPED, {"note": reason[:500], **inputs}
        case Later(until, reason):
            return ActionState.POSTPONED, {
                "note": reason[:500],
                "output": {"until": until.isoformat()},
                **inputs,
            }
        case Failed(code, said, is_unknown=is_unknown):
            state = ActionState.UNKNOWN if is_unknown else ActionState.FAILED
            return state, {"code": code, "error": said[:1000], **inputs}
        case Waiting(until):
            return ActionState.DONE, {"output": {"until": until.isoformat() if until else None}, **inputs}
        case Done(output, branch):
            return ActionState.DONE, {
                "output": {**output, **({"branch": branch} if branch else {})},
                **inputs,
            }


def attempts_of(row: Run, step: Step) -> int:
    """Return how many attempts of a step ended."""
    return ActionRun.objects.filter(run=row, step=step.id).exclude(state=ActionState.BEGUN).count()


def record(
    script: Script, step: Step, notes: Mapping[UUID, tuple[ActionState, Mapping[str, object]]], at: datetime
) -> None:
    """Store attempts, as new rows, or in the rows that say that they were begun."""
    earlier: dict[UUID, list[ActionRun]] = defaultdict(list)
    for each in ActionRun.objects.filter(run__in=notes, step=step.id).order_by("attempt"):
        earlier[each.run_id].append(each)
    fresh: list[ActionRun] = []
    begun: list[ActionRun] = []
    for run_id, (state, note) in notes.items():
        last = earlier[run_id][-1] if earlier[run_id] else None
        is_begun = last is not None and last.state == ActionState.BEGUN
        row = last if last is not None and is_begun else _attempt(script, step, run_id, last, at)
        row.state = state
        row.ended_at = None if state == ActionState.BEGUN else at
        for name, value in note.items():
            setattr(row, name, value)
        (begun if is_begun else fresh).append(row)
    ActionRun.objects.bulk_create(fresh)
    ActionRun.objects.bulk_update(begun, ["state", "ended_at", "inputs", "output", "note", "code", "error"])


def _attempt(script: Script, step: Step, run_id: UUID, last: ActionRun | None, at: datetime) -> ActionRun:
    return ActionRun(
        run_id=run_id,
        step=step.id,
        position=script.route.positions[step.id],
        action=step.action,
        attempt=last.attempt + 1 if last else 1,
        key=f"{run_id}-{step.id}",
        started_at=at,
    )
