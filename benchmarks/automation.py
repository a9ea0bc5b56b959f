"""N score changes against 20 workflows: decided, and the runs of a fifth of the leads done by two workers.

Each workflow matches 1 % of the leads, so 2,000 of 10,000 leads get a task and an owner. The floor
writes only these tasks and owners, each in a transaction of its own.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from uuid import UUID

from django.db import connection

from benchmarks.support.lead_base import make_leads
from mauntic.accounts.models import Role, User
from mauntic.automation.models import ActionRun, Kind, Run, RunState
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.crm.models import Contact
from mauntic.events.catalog import LeadScored
from mauntic.events.models import Delivery
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from revops.activities.models import Activity

WORKFLOWS, REGIONS, WORKERS = 20, 100, 2
POLL_SECONDS, GIVE_UP_SECONDS = 0.1, 900


def run(n: int) -> dict[str, float | int]:
    """Time from publishing `n` score changes until all runs that they begin are done."""
    make_leads(n, now())
    Contact.objects.update(region="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE crm_contact SET region = 'R' || (abs(hashtext(id::text)) %% %s)", [REGIONS])
        cursor.execute("VACUUM ANALYZE crm_contact")
    owner = User.objects.create_user("ops@bench.example", "a password", role=Role.OPS, name="Ops")
    _make_workflows(owner)
    ids = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    with workers():
        _change([ids[0]], 99)  # the workers run, and their imports are warm
        _wait_for_runs()
        Run.objects.all().delete()
        started = time.perf_counter()
        _change(ids, 80)
        decided = _wait_until(lambda: not _undelivered(), started)
        done = _wait_until(_all_done, started)
    runs, actions = Run.objects.count(), ActionRun.objects.count()
    floor = _floor(runs, owner)
    return {
        "seconds": round(done, 3),
        "floor_seconds": round(floor, 3),
        "decided_seconds": round(decided, 3),
        "runs": runs,
        "completed": Run.objects.filter(state=RunState.COMPLETED).count(),
        "actions": actions,
        "per_second": round(actions / done, 1),
    }


def _make_workflows(by: User) -> None:
    for number in range(WORKFLOWS):
        draft = Draft(
            name=f"Workflow {number}",
            trigger="score_changed",
            trigger_settings={"score": 60, "direction": "up"},
            conditions={"field": "contact.region", "operator": "equals", "value": f"R{number}"},
            steps=[
                {
                    "action": "create_task",
                    "settings": {"subject": "Call {{ first_name }}", "type": "task", "due_days": 1},
                },
                {"action": "assign_owner", "settings": {"people": [str(by.pk)]}},
            ],
        )
        definition = save_definition(kind=Kind.WORKFLOW, draft=draft, by=by)
        turn_on(definition_id=definition.pk, by=by)


def _change(ids: Sequence[UUID], score: int) -> None:
    publish_many(
        LeadScored(
            contact_id=pk, score=Decimal(score), grade="A", previous_score=Decimal(10), top_contributors=[]
        )
        for pk in ids
    )


def _undelivered() -> bool:
    rows = Delivery.objects.filter(
        receiver="revops.handlers.start_for_scores", status=Delivery.Status.PENDING
    )
    return rows.exists()


def _all_done() -> bool:
    return not _undelivered() and not Run.objects.alive().exists()


def _wait_for_runs() -> None:
    _wait_until(_all_done, time.perf_counter())


def _wait_until(condition: Callable[[], bool], started: float) -> float:
    while not condition():
        if time.perf_counter() - started > GIVE_UP_SECONDS:
            sys.exit(f"{Run.objects.alive().count()} runs are not done within {GIVE_UP_SECONDS} s.")
        time.sleep(POLL_SECONDS)
    return time.perf_counter() - started


def _floor(count: int, owner: User) -> float:
    ids = list(Contact.objects.order_by("-pk").values_list("pk", flat=True)[:count])
    started = time.perf_counter()
    for pk in ids:
        Activity.objects.create(type="task", subject="Floor", contact_id=pk, owner=owner, due_at=now())
        Contact.objects.filter(pk=pk).update(owner=owner)
    return time.perf_counter() - started


@contextmanager
def workers() -> Iterator[None]:
    """Run two worker processes."""
    command = [
        sys.executable,
        "-m",
        "dramatiq",
        "mauntic.worker",
        "--processes",
        str(WORKERS),
        "--threads",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 (our own program)
        try:
            yield
        finally:
            process.terminate()
