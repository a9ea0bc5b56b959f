"""Moves N contacts who wait in an old version of a journey to the current one, after a preview.

The floor is a bare UPDATE of as many runs.
"""

import time

from django.db import connection

from benchmarks.journey import RUNS
from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.journeys.selectors.moving import move_lines
from mauntic.journeys.services.moving import continue_move, start_move
from mauntic.kernel.clock import now


def run(n: int) -> dict[str, float | int]:
    """Time the preview, and the move from its start to its end by one worker."""
    at = now()
    make_leads(n, at)
    by = User.objects.create_user("ops@bench.example", "a password", role=Role.OPS, name="Ops")
    definition = _saved(by, 3)
    turn_on(definition_id=definition.pk, by=by)
    version = definition.current
    if version is None:
        raise LookupError(definition.name)
    with connection.cursor() as cursor:
        cursor.execute(RUNS, {"definition": definition.pk, "version": version.pk, "step": "pause", "at": at})
        cursor.execute("VACUUM ANALYZE automation_run")
    definition = _saved(by, 5, definition)
    started = time.perf_counter()
    lines = move_lines(definition, by, now())
    previewed = time.perf_counter() - started
    started = time.perf_counter()
    move = start_move(definition_id=definition.pk, by=by)
    continue_move(move_id=move.pk)
    seconds = time.perf_counter() - started
    move.refresh_from_db()
    return {
        "seconds": round(seconds, 3),
        "floor_seconds": round(_floor(definition), 3),
        "preview_seconds": round(previewed, 3),
        "previewed": sum(line.count for line in lines),
        "moved": move.moved,
        "per_second": round(n / seconds, 1),
    }


def _saved(by: User, days: int, before: Definition | None = None) -> Definition:
    steps = [{"id": "pause", "action": "wait", "settings": {"days": days}}]
    draft = Draft(name="Nurture", trigger="manual", steps=steps)
    return save_definition(kind=Kind.JOURNEY, draft=draft, by=by, definition_id=before.pk if before else None)


def _floor(definition: Definition) -> float:
    started = time.perf_counter()
    Run.objects.filter(definition=definition).update(touched_at=now())
    return time.perf_counter() - started
