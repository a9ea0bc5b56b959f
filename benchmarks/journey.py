"""Advances the tenth of N contacts in a journey whose wait is over, by two workers.

Each goes through a split by its grade and waits again. The floor is a bare UPDATE of as many runs as are due.
"""

import sys
import time
from datetime import datetime, timedelta

from django.db import connection

from benchmarks.automation import GIVE_UP_SECONDS, POLL_SECONDS, workers
from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.automation.models import Kind, Run, Version
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.kernel.clock import now

WAIT = {"action": "wait", "settings": {"days": 3}}
RUNS = """
    INSERT INTO automation_run (id, definition_id, version_id, subject_kind, subject_id, cause_key, depth,
        origin, facts, state, reason, reason_text, step, wait, waits_for, due_at, standing, touched_at,
        started_at)
    SELECT gen_random_uuid(), %(definition)s, %(version)s, 'contact', id, 'bench', 1, 'event', '{}',
        'waiting', '', '', %(step)s, '{"kind": "time"}', '',
        %(at)s + CASE WHEN n %% 10 = 0 THEN '-1 minute' ELSE '2 days' END::interval, '', %(at)s, %(at)s
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM crm_contact) AS numbered
"""


def run(n: int) -> dict[str, float | int]:
    """Time from the sweep until every run that was due waits again."""
    at = now()
    make_leads(n, at)
    version = _journey()
    first = version.steps[0]["id"]
    with connection.cursor() as cursor:
        cursor.execute(
            RUNS, {"definition": version.definition_id, "version": version.pk, "step": first, "at": at}
        )
        cursor.execute("VACUUM ANALYZE automation_run")
    due = Run.objects.filter(due_at__lt=at).count()
    with workers():
        time.sleep(8)  # their imports
        started = time.perf_counter()
        resume_due(at=at)
        swept = time.perf_counter() - started
        _wait_until_done(first, n - due, started)
        seconds = time.perf_counter() - started
    return {
        "seconds": round(seconds, 3),
        "floor_seconds": round(_floor(due, at), 3),
        "swept_seconds": round(swept, 3),
        "due": due,
        "waiting_again": Run.objects.alive().exclude(step=first).count(),
        "per_second": round(due / seconds, 1),
    }


def _journey() -> Version:
    by = User.objects.create_user("ops@bench.example", "a password", role=Role.OPS, name="Ops")
    split = {
        "action": "split",
        "settings": {"conditions": {"field": "contact.seniority", "operator": "equals", "value": "vp"}},
        "branches": {"yes": [WAIT], "no": [WAIT]},
    }
    draft = Draft(
        name="Nurture",
        trigger="score_changed",
        trigger_settings={"score": 60, "direction": "up"},
        steps=[WAIT, split],
    )
    definition = save_definition(kind=Kind.WORKFLOW, draft=draft, by=by)
    turned_on = turn_on(definition_id=definition.pk, by=by)
    version = turned_on.current
    if version is None:
        raise LookupError(definition.name)
    return version


def _wait_until_done(first: str, others: int, started: float) -> None:
    while (
        Run.objects.filter(state="waiting", step=first).count() > others
        or Run.objects.filter(state="running").exists()
    ):
        if time.perf_counter() - started > GIVE_UP_SECONDS:
            sys.exit("The runs that are due do not wait again.")
        time.sleep(POLL_SECONDS)


def _floor(due: int, at: datetime) -> float:
    ids = list(Run.objects.order_by("pk").values_list("pk", flat=True)[:due])
    started = time.perf_counter()
    Run.objects.filter(pk__in=ids).update(due_at=at + timedelta(days=3), touched_at=at)
    return time.perf_counter() - started
