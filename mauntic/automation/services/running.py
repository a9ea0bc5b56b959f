"""Go on with runs: one step after the other, each with its record of what was done.

A step and its record are one transaction, so that a worker that is killed has either done both or nothing.
Only an action whose effect is outside of the database is recorded as begun before, and done again under the
same key by whoever goes on with the run.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import (
    Call,
    Done,
    Later,
    Outcome,
    Planned,
    Skipped,
    Waiting,
    WaitKind,
    retry_at,
)
from mauntic.automation.domain.steps import Step
from mauntic.automation.models import ActionRun, ActionState, Run, RunReason, RunState, Version
from mauntic.automation.registry.actions import Action
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.rights import planned_for
from mauntic.automation.services.acting import acting_for
from mauntic.automation.services.announcing import announce_steps
from mauntic.automation.services.attempts import attempts_of, noted, record
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, MaunticError, Temporary

log = structlog.get_logger(__name__)

MOST_ROUNDS = 200
"""Steps that one message does for its runs. A version has 50 at most."""


def advance(*, run_ids: Sequence[UUID]) -> int:
    """Do the steps of runs until each waits or ends.

    Runs that another worker goes on with are left to it.

    Returns: the number of steps that were done.
    """
    scripts: dict[UUID, Script] = {}
    pending, count = list(run_ids), 0
    for _round in range(MOST_ROUNDS):
        groups = _groups(pending)
        if not groups:
            break
        pending = []
        for (version_id, step_id), ids in groups.items():
            script = scripts.setdefault(version_id, _script(version_id))
            pending += _do_step(script, step_id, ids)
        count += len(pending)
    return count


def _script(version_id: UUID) -> Script:
    return Script(Version.objects.select_related("definition__switched_by").get(pk=version_id))


def _groups(ids: Iterable[UUID]) -> Mapping[tuple[UUID, str], list[UUID]]:
    rows = Run.objects.filter(pk__in=list(ids), state=RunState.RUNNING).order_by("subject_id", "pk")
    groups: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for pk, version_id, step_id in rows.values_list("pk", "version_id", "step"):
        groups[version_id, step_id].append(pk)
    return groups


def _do_step(script: Script, step_id: str, ids: Sequence[UUID]) -> list[UUID]:
    """Do one step for runs of a version.

    Returns: the ids of the runs that go on at once.
    """
    if not step_id:
        _finish(ids)
        return []
    step = script.route.steps[step_id]
    try:
        action = script.action(step)
        settings = script.settings(step)
    except Invalid as error:
        _break(script, step, ids, error)
        return []
    turn = _Turn(script, step, action, settings)
    if action.is_external:
        return [pk for each in ids for pk in turn.do_outside(each)]
    if action.is_set and len(ids) > 1:
        try:
            with transaction.atomic():
                return turn.do(ids)
        except (MaunticError, DatabaseError) as error:
            if not connection.is_usable():
                raise
            log.info("automation.set_failed", action=action.key, runs=len(ids), error=type(error).__name__)
    return [pk for each in ids for pk in turn.do_one(each)]


@transaction.atomic
def _finish(ids: Sequence[UUID]) -> None:
    at = now()
    Run.objects.filter(pk__in=ids, state=RunState.RUNNING, step="").update(
        state=RunState.COMPLETED, ended_at=at, touched_at=at
    )


@transaction.atomic
def _break(script: Script, step: Step, ids: Sequence[UUID], error: Invalid) -> None:
    """End runs whose step names something that does not exist any more."""
    problem = " ".join(text for texts in error.fields.values() for text in texts)
    rows = _locked(ids, step)
    at = now()
    for row in rows:
        row.state, row.reason, row.reason_text = RunState.FAILED, RunReason.BROKEN, problem[:500]
        row.ended_at = row.touched_at = at
    _save(rows)
    record(
        script, step, {row.pk: (ActionState.FAILED, {"code": "broken", "error": problem}) for row in rows}, at
    )


class _Turn:
    """One step of a version, for any number of runs."""

    def __init__(self, script: Script, step: Step, action: Action, settings: Mapping[str, object]) -> None:
        self.script, self.step, self.action, self.settings = script, step, action, settings
        self.definition = script.version.definition

    def do(self, ids: Sequence[UUID]) -> list[UUID]:
        """Do the step in the current transaction. Raises what the action raises."""
        rows = self._present(_locked(ids, self.step))
        if not rows:
            return []
        calls, planned = self._planned(rows)
        outcomes = self._acted(calls, planned)
        return self._settle(rows, planned, outcomes)

    def do_one(self, run_id: UUID) -> list[UUID]:
        """Do the step for one run. What fails is recorded."""
        try:
            with transaction.atomic():
                return self.do([run_id])
        except Exception as error:
            if not connection.is_usable():
                raise
            self._fail(run_id, error)
            return []

    def do_outside(self, run_id: UUID) -> list[UUID]:
        """Do a step whose effect is outside of the database: say that it begins, do it, record it."""
        with transaction.atomic():
            rows = self._present(_locked([run_id], self.step))
            if not rows:
                return []
            calls, planned = self._planned(rows)
            self._begin(rows[0], planned[run_id])
        try:
            outcomes = self._acted(calls, planned)
        except Exception as error:
            if not connection.is_usable():
                raise
            self._fail(run_id, error)
            return []
        with transaction.atomic():
            return self._settle(_locked([run_id], self.step), planned, outcomes)

    def _planned(self, rows: Sequence[Run]) -> tuple[list[Call], Mapping[UUID, Planned]]:
        at = now()
        calls = [self._call(row, at) for row in rows]
        return calls, planned_for(self.action, calls, self.settings)

    def _call(self, row: Run, at: datetime) -> Call:
        return Call(
            run_id=row.pk,
            key=f"{row.pk}-{self.step.id}",
            kind=self.definition.kind,
            definition_id=self.definition.pk,
            name=self.definition.name,
            trigger=self.script.version.trigger,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            facts=row.facts,
            by=self.definition.switched_by,
            at=at,
        )

    def _acted(self, calls: Sequence[Call], planned: Mapping[UUID, Planned]) -> dict[UUID, Outcome]:
        outcomes: dict[UUID, Outcome] = {
            pk: Skipped(each.blocked) for pk, each in planned.items() if each.blocked
        }
        free = [call for call in calls if call.run_id not in outcomes]
        if not free:
            return outcomes
        if self.action.is_set:
            with acting_for(free[0].kind, free[0].run_id, free[0].name, self._cause(free)):
                return outcomes | dict(self.action.act(free, self.settings, planned))
        for call in free:
            with acting_for(call.kind, call.run_id, call.name, self._cause([call])):
                outcomes |= self.action.act([call], self.settings, planned)
        return outcomes

    def _cause(self, calls: Sequence[Call]) -> UUID | None:
        return self.causes.get(calls[0].run_id)

    causes: Mapping[UUID, UUID | None] = {}

    def _present(self, rows: list[Run]) -> list[Run]:
        """Return the runs whose record exists; the others end."""
        there = subject_of(rows[0].subject_kind).standings([row.subject_id for row in rows]) if rows else {}
        gone = [row for row in rows if row.subject_id not in there]
        at = now()
        for row in gone:
            row.state, row.reason, row.ended_at, row.touched_at = RunState.SKIPPED, RunReason.GONE, at, at
        _save(gone)
        present = [row for row in rows if row.subject_id in there]
        for row in present:
            row.standing = there[row.subject_id]
        self.causes = {row.pk: row.cause_event for row in present}
        return present

    def _begin(self, row: Run, planned: Planned) -> None:
        """Store that the action begins. One that a killed worker began is gone on with."""
        begun = ActionRun.objects.filter(run=row, step=self.step.id, state=ActionState.BEGUN)
        if planned.blocked or begun.exists():
            return
        record(self.script, self.step, {row.pk: (ActionState.BEGUN, {"inputs": planned.inputs})}, now())

    def _settle(
        self, rows: list[Run], planned: Mapping[UUID, Planned], outcomes: Mapping[UUID, Outcome]
    ) -> list[UUID]:
        at, notes = now(), {}
        for row in rows:
            outcome = outcomes[row.pk]
            notes[row.pk] = noted(outcome, planned[row.pk])
            self._move(row, outcome, at)
        _save(rows)
        record(self.script, self.step, notes, at)
        announce_steps(self.script, self.step, rows, {pk: state for pk, (state, _note) in notes.items()})
        return [row.pk for row in rows if row.state == RunState.RUNNING]

    def _move(self, row: Run, outcome: Outcome, at: datetime) -> None:
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
                row.step = "" if ends else self.script.route.after(self.step.id, branch)
                if ends:
                    row.state, row.reason, row.ended_at = RunState.COMPLETED, RunReason.EXITED, at
            case Skipped():
                row.step = self.script.route.after(self.step.id)

    @transaction.atomic
    def _fail(self, run_id: UUID, error: Exception) -> None:
        """Record a failure. A temporary one is tried again by itself, three times."""
        rows = _locked([run_id], self.step)
        if not rows:
            return
        row, at = rows[0], now()
        if not isinstance(error, MaunticError):
            log.error("automation.action_failed", action=self.action.key, run=str(run_id), exc_info=error)
        code = error.code if isinstance(error, MaunticError) else "error"
        said = error.message if isinstance(error, MaunticError) else _("Something unexpected went wrong.")
        attempt = attempts_of(row, self.step) + 1
        again = retry_at(attempt, at) if isinstance(error, Temporary) else None
        row.touched_at = at
        if again:
            row.state, row.due_at = RunState.WAITING, again
            row.wait = {"kind": WaitKind.RETRY, "reason": said[:300]}
        else:
            row.state, row.reason_text, row.ended_at = RunState.FAILED, said[:500], at
        _save(rows)
        note = {"code": code, "error": said[:1000], "inputs": self._inputs(row)}
        record(self.script, self.step, {row.pk: (ActionState.FAILED, note)}, at)
        announce_steps(self.script, self.step, rows, {row.pk: ActionState.FAILED})

    def _inputs(self, row: Run) -> Mapping[str, object]:
        try:
            with transaction.atomic():
                return planned_for(self.action, [self._call(row, now())], self.settings)[row.pk].inputs
        except Exception:  # noqa: BLE001 (what failed may have been the plan)
            return {}


def _locked(ids: Sequence[UUID], step: Step) -> list[Run]:
    rows = Run.objects.filter(pk__in=ids, state=RunState.RUNNING, step=step.id)
    return list(
        rows.order_by("subject_id", "pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
    )


def _save(rows: Sequence[Run]) -> None:
    columns = [
        "state", "reason", "reason_text", "step", "wait", "waits_for", "due_at", "standing", "touched_at",
        "ended_at",
    ]  # fmt: skip
    Run.objects.bulk_update(rows, columns)
