"""What moving people to the current version of a journey would do to each who waits."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import Call, WaitKind
from mauntic.automation.models import ActionRun, ActionState, Definition, Run, RunState
from mauntic.automation.selectors.reading import Script
from mauntic.journeys.domain.moving import How, moved_due, target
from mauntic.journeys.models import Move
from mauntic.journeys.selectors.lists import sentence_of
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

_WORDS: Mapping[How, StrPromise] = {
    How.STAYS: _("They go on waiting, as long as the step says now."),
    How.DUE: _("Their wait is over: they go on at once."),
    How.BEHIND: _("Their step was deleted: they go on at once with the next one."),
    How.ENDS: _("Nothing is left to do: their journey ends."),
}
WAITS = frozenset({WaitKind.TIME.value, WaitKind.EVENT.value})
PER_PART = 1_000


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a run goes on: at which step, until when it waits and for what; and what that means for it."""

    run: Run
    step: str
    how: How
    due_at: datetime | None = None
    wait: Mapping[str, Any] = field(default_factory=dict)
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """How many people at a step of an older version go on at which step, and how, in words."""

    version: int
    at: str
    to: str
    how: How
    count: int

    @property
    def words(self) -> str:
        """Return what happens to them, as a sentence."""
        return str(_WORDS[self.how])


def left_behind(definition: Definition) -> QuerySet[Run]:
    """Return the runs of older versions that wait."""
    rows = Run.objects.filter(definition=definition, state=RunState.WAITING)
    return rows.exclude(version=definition.current).select_related("version").order_by("subject_id", "pk")


def latest_move(definition: Definition) -> Move | None:
    """Return the move of a journey that runs, or the last one."""
    return Move.objects.filter(definition=definition).select_related("version", "started_by").first()


def under_way(definition: Definition) -> int:
    """Return how many runs of older versions do a step at this moment: these stay in their version."""
    rows = Run.objects.filter(definition=definition, state=RunState.RUNNING)
    return rows.exclude(version=definition.current).count()


def moves(definition: Definition, rows: Sequence[Run], by: User | None, at: datetime) -> list[Moved]:
    """Return where runs go on in the current version, in a constant number of queries for each step."""
    new = Script(definition.current)  # type: ignore[arg-type]  # whoever moves people has one
    groups: dict[tuple[UUID, str], list[Run]] = defaultdict(list)
    for row in rows:
        groups[row.version_id, row.step].append(row)
    found = []
    for (_old, step), group in groups.items():
        old = Script(group[0].version)
        to, is_same = target(step, old.route, new.route)
        if not is_same:
            how = How.BEHIND if to else How.ENDS
            found += [Moved(row, to, how) for row in group]
            continue
        waiting = [row for row in group if row.wait.get("kind") in WAITS]
        found += [
            Moved(row, step, How.STAYS, row.due_at, row.wait, row.waits_for)
            for row in group
            if row.wait.get("kind") not in WAITS
        ]
        found += _waits(definition, new, waiting, by, at)
    return found


def _waits(
    definition: Definition, new: Script, rows: Sequence[Run], by: User | None, at: datetime
) -> list[Moved]:
    """Return until when runs wait that are at one step, which the new version has, too."""
    if not rows:
        return []
    step_id = rows[0].step
    step = new.route.steps[step_id]
    settings, action = new.settings(step), new.action(step)
    calls = [_call(definition, new, row, step_id, by) for row in rows]
    planned = action.plan(calls, settings)
    before = _planned_before(rows, step_id)
    found = []
    for row in rows:
        plan = planned[row.pk]
        end = None if plan.blocked else datetime.fromisoformat(plan.inputs["until"])
        due, how = moved_due(row.due_at or at, before.get(row.pk), end, at)
        is_event = row.wait["kind"] == WaitKind.EVENT
        wait = {"kind": row.wait["kind"]}
        if is_event:
            wait["settings"] = dict(settings.get("event_settings") or {})
        found.append(Moved(row, step_id, how, due, wait, settings["event"] if is_event else ""))
    return found


def _call(definition: Definition, new: Script, row: Run, step: str, by: User | None) -> Call:
    return Call(
        run_id=row.pk,
        key=f"{row.pk}-{step}",
        kind=definition.kind,
        definition_id=definition.pk,
        name=definition.name,
        trigger=new.version.trigger,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        facts=row.facts,
        by=by,
        at=row.touched_at,  # when the wait began
    )


def _planned_before(rows: Sequence[Run], step: str) -> dict[UUID, datetime]:
    done = ActionRun.objects.filter(run__in=rows, step=step, state=ActionState.DONE).order_by("attempt")
    told = done.values_list("run", "output__until")
    return {run_id: datetime.fromisoformat(until) for run_id, until in told if until}


def move_lines(definition: Definition, by: User, at: datetime) -> list[MoveLine]:
    """Return what moving would do, by step and kind, with the number of people."""
    new = Script(definition.current)  # type: ignore[arg-type]  # whoever moves people has one
    counts: Counter[tuple[UUID, str, str, How]] = Counter()
    scripts: dict[UUID, Script] = {}
    for part in chunked(left_behind(definition).iterator(PER_PART), PER_PART):
        for each in moves(definition, part, by, at):
            scripts.setdefault(each.run.version_id, Script(each.run.version))
            counts[each.run.version_id, each.run.step, each.step, each.how] += 1
    lines = [
        MoveLine(
            version=scripts[version].version.number,
            at=sentence_of(scripts[version], scripts[version].route.steps[step]),
            to=sentence_of(new, new.route.steps[to]) if to else "",
            how=how,
            count=count,
        )
        for (version, step, to, how), count in counts.items()
    ]
    return sorted(lines, key=lambda line: (line.version, line.at, line.to, line.how))
