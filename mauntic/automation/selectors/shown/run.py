"""One run: each attempt of each action, what began it, and the runs that caused each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from mauntic.accounts.models import User
from mauntic.automation.models import ActionRun, ActionState, Run, RunState, Switch
from mauntic.automation.registry.actions import action_named
from mauntic.automation.selectors.chain import runs_behind
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.shown.runs import RunRow, rows_of_runs
from mauntic.automation.selectors.shown.sentences import action_label
from mauntic.automation.selectors.shown.values import Names, Shown, names_in, pairs

LOOKS = {
    ActionState.DONE: "tag-good",
    ActionState.FAILED: "tag-bad",
    ActionState.UNKNOWN: "tag-bad",
    ActionState.SKIPPED: "tag-warning",
    ActionState.POSTPONED: "tag-info",
    ActionState.BEGUN: "tag-info",
}
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt of an action, with what it was given and what it made."""

    row: ActionRun
    label: str
    icon: str
    look: str
    inputs: Sequence[Shown]
    output: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run with its attempts.

    Args:
        shown: the run as lists show it.
        attempts: in order.
        chain: the runs that led to this one, the first one first.
        may_retry: whether it can go on at the failed action.
        may_repeat: whether it can be run again with the current version.
        may_stop: whether it waits.
    """

    shown: RunRow
    attempts: Sequence[Attempt]
    has_more: bool
    chain: Sequence[RunRow]
    may_retry: bool
    may_repeat: bool
    may_stop: bool


def run_page(run: Run, user: User) -> RunPage:
    """Return the page of a run."""
    rows = list(run.actions.order_by("started_at", "pk")[: MOST_SHOWN + 1])
    script = Script(run.version)
    names = names_in(each for row in rows for each in (row.inputs, row.output))
    is_acting = run.definition.state == Switch.ON and run.definition.locked_at is None
    is_over = run.state not in (RunState.RUNNING, RunState.WAITING)
    return RunPage(
        shown=rows_of_runs([run], user)[0],
        attempts=[_attempt(script, row, names) for row in rows[:MOST_SHOWN]],
        has_more=len(rows) > MOST_SHOWN,
        chain=_chain(run, user),
        may_retry=run.state == RunState.FAILED and is_acting,
        may_repeat=is_over and is_acting,
        may_stop=run.state == RunState.WAITING,
    )


def _chain(run: Run, user: User) -> list[RunRow]:
    return rows_of_runs(runs_behind(run), user)


def _attempt(script: Script, row: ActionRun, names: Names) -> Attempt:
    action = action_named(row.action, script.trigger.subject) if script.trigger else None
    made = {name: value for name, value in row.output.items() if row.inputs.get(name) != value}
    return Attempt(
        row,
        action_label(script, row.action),
        action.icon if action else "bolt",
        LOOKS.get(ActionState(row.state), ""),
        pairs(row.inputs, script, row.action, names),
        pairs(made, script, row.action, names),
    )
