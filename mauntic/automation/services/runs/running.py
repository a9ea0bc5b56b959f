"""Go on with runs: one step after the other, each with its record of what was done.

A step and its record are one transaction, so that a worker that is killed has either done both or nothing.
Only an action whose effect is outside of the database is recorded as begun before, and done again under the
same key by whoever goes on with the run.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from mauntic.automation.domain.steps import Step
from mauntic.automation.models import ActionState, Run, RunReason, RunState, Version
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.attempts import record
from mauntic.automation.services.runs.turn import Turn, locked, save
from mauntic.automation.services.runs.workers import go_on
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.errors import Invalid

PER_TRANSACTION = 20
"""Runs whose step is done one by one in one transaction: their records are locked for as long."""
OUTSIDE_PER_JOB = 5
"""Calls to servers of others that one message makes; the other runs get messages of their own."""
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
        script.rules  # noqa: B018 (broken rules end runs as broken steps do)
    except Invalid as error:
        _break(script, step, ids, error)
        return []
    turn = Turn(script, step, action, settings)
    if action.is_external:
        # A server that does not answer must not keep a worker for all runs of a message.
        go_on(ids[OUTSIDE_PER_JOB:])
        return [pk for each in ids[:OUTSIDE_PER_JOB] for pk in turn.do_outside(each)]
    size = len(ids) if action.is_set else PER_TRANSACTION
    return [pk for part in chunked(ids, size) for pk in turn.do(part)]


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
    rows = locked(ids, step)
    at = now()
    for row in rows:
        row.state, row.reason, row.reason_text = RunState.FAILED, RunReason.BROKEN, problem[:500]
        row.ended_at = row.touched_at = at
    save(rows)
    record(
        script, step, {row.pk: (ActionState.FAILED, {"code": "broken", "error": problem}) for row in rows}, at
    )
