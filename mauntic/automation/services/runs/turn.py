"""One step of a version, for any number of runs."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Failed, Outcome, Planned, Skipped
from mauntic.automation.domain.steps import Step
from mauntic.automation.models import ActionRun, ActionState, Run, RunReason, RunState
from mauntic.automation.registry.actions import Action
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.selectors.leaving import who_leaves
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.rights import planned_for
from mauntic.automation.services.runs.acting import acting_for
from mauntic.automation.services.runs.announcing import announce_steps
from mauntic.automation.services.runs.attempts import attempts_of, noted, record
from mauntic.automation.services.runs.holding import held_back
from mauntic.automation.services.runs.leaving import end
from mauntic.automation.services.runs.moving import move
from mauntic.events.services import gathered
from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError, Temporary, Uncertain

log = structlog.get_logger(__name__)

LONGEST_CALL = timedelta(minutes=1)
"""An action outside that began so long ago was left by a worker that was killed."""
Plans = Mapping[UUID, Planned]
Outcomes = dict[UUID, Outcome]


class Turn:
    """Does a step of a version for runs that are at it."""

    def __init__(self, script: Script, step: Step, action: Action, settings: Mapping[str, Any]) -> None:
        self.script, self.step, self.action, self.settings = script, step, action, settings
        self.definition = script.version.definition

    @transaction.atomic
    def do(self, ids: Sequence[UUID]) -> list[UUID]:
        """Do the step and record it in one transaction. An action that fails undoes only what it did itself.

        Returns: the ids of the runs that go on at once.
        """
        rows = self._present(locked(ids, self.step))
        if not rows:
            return []
        if not self.action.is_flow:
            subject_of(rows[0].subject_kind).lock([row.subject_id for row in rows])
        calls = [self._call(row, now()) for row in rows]
        planned, outcomes = self._planned(calls)
        with gathered():
            outcomes |= self._acted([call for call in calls if call.run_id not in outcomes], planned, rows)
            return self._settle(rows, planned, outcomes)

    def do_outside(self, run_id: UUID) -> list[UUID]:
        """Do a step whose effect is outside of the database: say that it begins, do it, record it."""
        with transaction.atomic():
            rows = self._present(locked([run_id], self.step))
            if not rows:
                return []
            call = self._call(rows[0], now())
            planned, outcomes = self._planned([call])
            outcomes = outcomes or self._lost(rows[0])
            if not outcomes and not self._begin(rows[0], planned[run_id]):
                return []
        if not outcomes:
            outcomes = self._tried([call], lambda: self._act([call], planned, rows), nullcontext())
        with transaction.atomic():
            # Waits for whoever has the run for a moment: what was done outside is never forgotten.
            if rows := locked([run_id], self.step, skips=False):
                return self._settle(rows, planned, outcomes)
            self._note_ended(run_id, planned[run_id], outcomes[run_id])
            return []

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

    def _planned(self, calls: Sequence[Call]) -> tuple[Plans, Outcomes]:
        """Return the plan of each run, and what came of those left out, put off, or failed."""
        try:
            with transaction.atomic():
                planned = dict(planned_for(self.action, calls, self.settings))
        except Exception as error:  # noqa: BLE001 (whatever fails is recorded)
            _raise_if_lost(error)
            if len(calls) > 1:  # one of them spoils it for the others
                alone = [self._planned([call]) for call in calls]
                return _joined(plans for plans, _outcomes in alone), _joined(found for _plans, found in alone)
            return {calls[0].run_id: Planned()}, {calls[0].run_id: self._failed(calls[0], error)}
        blocked: Outcomes = {pk: Skipped(each.blocked) for pk, each in planned.items() if each.blocked}
        free = [call for call in calls if call.run_id not in blocked]
        return planned, {**blocked, **held_back(self.definition, self.action, free)}

    def _acted(self, calls: Sequence[Call], planned: Plans, rows: Sequence[Run]) -> Outcomes:
        if self.action.is_set and len(calls) > 1:
            try:
                with transaction.atomic():
                    return self._act(calls, planned, rows)
            except Exception as error:
                _raise_if_lost(error)
                log.info("automation.set_failed", action=self.action.key, runs=len(calls), exc_info=error)
        found: Outcomes = {}
        for call in calls:
            found |= self._tried(
                [call],
                lambda call=call: self._act([call], planned, rows),  # type: ignore[misc]
                transaction.atomic(),
            )
        return found

    def _tried(
        self, calls: Sequence[Call], act: Callable[[], Outcomes], within: AbstractContextManager[Any]
    ) -> Outcomes:
        """Act for one run. What an action outside writes stays also if it fails: nobody waits for a server
        with a transaction open.
        """
        (call,) = calls
        try:
            with within:
                return act()
        except Exception as error:  # noqa: BLE001 (whatever fails is recorded)
            _raise_if_lost(error)
            return {call.run_id: self._failed(call, error)}

    def _act(self, calls: Sequence[Call], planned: Plans, rows: Sequence[Run]) -> Outcomes:
        """Act for runs, those of one cause together."""
        causes = {row.pk: row.cause_event for row in rows}
        groups: dict[UUID | None, list[Call]] = defaultdict(list)
        for call in calls:
            groups[causes[call.run_id]].append(call)
        outcomes: Outcomes = {}
        for cause, part in groups.items():
            with acting_for(part, cause):
                outcomes |= self.action.act(part, self.settings, planned)
        return outcomes

    def _failed(self, call: Call, error: Exception) -> Failed:
        if isinstance(error, MaunticError):
            return Failed(
                error.code,
                error.message,
                is_temporary=isinstance(error, Temporary),
                is_unknown=isinstance(error, Uncertain),
            )
        log.error("automation.action_failed", action=self.action.key, run=str(call.run_id), exc_info=error)
        return Failed("error", _("Something unexpected went wrong."))

    def _present(self, rows: list[Run]) -> list[Run]:
        """Return the runs whose record exists and stays; the others end."""
        there = subject_of(rows[0].subject_kind).standings([row.subject_id for row in rows]) if rows else {}
        gone = [row for row in rows if row.subject_id not in there]
        at = now()
        for row in gone:
            row.state, row.reason, row.ended_at, row.touched_at = RunState.SKIPPED, RunReason.GONE, at, at
        leaving = self._leaving([row.subject_id for row in rows if row.subject_id in there], at)
        left = [row for row in rows if row.subject_id in leaving]
        for row in left:
            end(row, leaving[row.subject_id], at)
        save([*gone, *left])
        present = [row for row in rows if row.subject_id in there and row.subject_id not in leaving]
        for row in present:
            row.standing = there[row.subject_id]
        return present

    def _leaving(self, ids: Sequence[UUID], at: datetime) -> Mapping[UUID, RunReason]:
        return who_leaves(self.script.rules, self.script.subject, ids, at) if ids else {}

    def _begin(self, row: Run, planned: Planned) -> bool:
        """Store that the action begins. One that a killed worker began is gone on with.

        Returns: whether it is this worker's turn. Another one may be in the middle of it.
        """
        at = now()
        begun = ActionRun.objects.filter(run=row, step=self.step.id, state=ActionState.BEGUN)
        if begun.filter(started_at__gt=at - LONGEST_CALL).exists():
            return False
        Run.objects.filter(pk=row.pk).update(touched_at=at)
        if not begun.update(started_at=at):
            record(self.script, self.step, {row.pk: (ActionState.BEGUN, {"inputs": planned.inputs})}, at)
        return True

    def _lost(self, row: Run) -> Outcomes:
        """Return the outcome of an action that a killed worker began, and that must not be done twice."""
        begun = ActionRun.objects.filter(run=row, step=self.step.id, state=ActionState.BEGUN)
        if not self.action.is_once or not begun.filter(started_at__lte=now() - LONGEST_CALL).exists():
            return {}
        text = _("A worker was lost in the middle of this. Look whether it was done before you retry.")
        return {row.pk: Failed("worker_lost", text, is_unknown=True)}

    def _note_ended(self, run_id: UUID, planned: Planned, outcome: Outcome) -> None:
        """Record what came of an action whose run a person ended while it was done."""
        if ActionRun.objects.filter(run=run_id, step=self.step.id, state=ActionState.BEGUN).exists():
            record(self.script, self.step, {run_id: noted(outcome, planned)}, now())

    def _settle(self, rows: list[Run], planned: Plans, outcomes: Outcomes) -> list[UUID]:
        at = now()
        notes = {row.pk: noted(outcomes[row.pk], planned[row.pk]) for row in rows}
        for row in rows:
            outcome = outcomes[row.pk]
            attempt = attempts_of(row, self.step) + 1 if isinstance(outcome, Failed) else 1
            move(row, outcome, route=self.script.route, step=self.step, attempt=attempt, at=at)
        save(rows)
        record(self.script, self.step, notes, at)
        announce_steps(self.script, self.step, rows, {pk: state for pk, (state, _note) in notes.items()})
        return [row.pk for row in rows if row.state == RunState.RUNNING]


def _raise_if_lost(error: Exception) -> None:
    """Raise what ends the whole transaction: the database went away, or another one waits for this one."""
    if isinstance(error, OperationalError) or not connection.is_usable():
        raise error


def _joined(parts: Any) -> Any:
    return {key: value for part in parts for key, value in part.items()}


def locked(ids: Sequence[UUID], step: Step, *, skips: bool = True) -> list[Run]:
    """Return the runs that are at a step, locked, without those that another worker has.

    Args:
        ids: of runs.
        step: where they are.
        skips: whether runs that are locked are left out; otherwise they are waited for.
    """
    rows = Run.objects.filter(pk__in=ids, state=RunState.RUNNING, step=step.id)
    return list(
        rows.order_by("subject_id", "pk").select_for_update(of=("self",), no_key=True, skip_locked=skips)
    )


def save(rows: Sequence[Run]) -> None:
    """Store how runs are doing."""
    columns = [
        "state", "reason", "reason_text", "step", "wait", "waits_for", "due_at", "standing", "touched_at",
        "ended_at",
    ]  # fmt: skip
    Run.objects.bulk_update(rows, columns)
