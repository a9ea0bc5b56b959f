"""Scores N contacts for the first time, beside a bare UPDATE of as many rows in the same run."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import psutil
from django.db import connection, transaction

from benchmarks.support.lead_base import make_leads
from mauntic.crm.models import Contact
from mauntic.events.models import Delivery
from mauntic.kernel.clock import now
from mauntic.kernel.grades import THRESHOLDS
from scoring.model.models import ModelFactor
from scoring.model.selectors.versions import version_in_force
from scoring.scores.selectors.ranges import next_range
from scoring.scores.selectors.scope import IdRange
from scoring.scores.services.rescoring import CHUNK, rescore
from scoring.scores.services.write import write_scores

POLL_SECONDS = 0.1
ONE_BY_ONE = 100

_FLOOR = "UPDATE crm_contact SET lead_score = (abs(hashtext(id::text)) %% 10000) / 100.0, lead_grade = %s"


def run(n: int) -> dict[str, float | int | str]:
    """Time rescores of `n` contacts.

    `seconds`: the scores and history of all are written for the first time, and the facts worded; the floor
    is a bare UPDATE of as many contacts. `unchanged_seconds`: a full rescore that changes nothing.
    `total_seconds`: a full rescore after a weight was changed, so that every score is another, until a worker
    has brought the events to all who hear them, the projections on the contacts included. `one_ms`: one
    contact after one of its facts has changed, commit and events included (median of 100).
    """
    at = now()
    make_leads(n, at)
    floor = _timed(_bare_update)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE crm_contact")
    seconds = _timed(lambda: _write_all(at))
    unchanged = _timed(lambda: rescore(now=at))
    with _worker() as worker:
        _change_a_weight(12)
        _rescore_and_deliver(at)  # the worker runs now, and the tables are as full as in daily life
        _change_a_weight(14)
        total = _timed(lambda: _rescore_and_deliver(at))
        worker_mb = _peak_mb(worker)
    return {
        "name": "rescore",
        "n": n,
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "ratio": round(seconds / floor, 2),
        "unchanged_seconds": round(unchanged, 3),
        "total_seconds": round(total, 3),
        "one_ms": _one_ms(),
        "worker_mb": worker_mb,
    }


def _write_all(at: datetime) -> None:
    version = version_in_force()
    rest = IdRange()
    while found := next_range(rest, CHUNK):
        with transaction.atomic():
            write_scores(version.model(), found[0], version.pk, at, THRESHOLDS)
        if found[0].until is None:
            return
        rest = IdRange(found[0].until)


def _rescore_and_deliver(at: datetime) -> None:
    rescore(now=at)
    _wait_for_deliveries()


def _change_a_weight(weight: int) -> None:
    ModelFactor.objects.filter(model_version__state="in_force", factor="has_email").update(weight=weight)


def _one_ms() -> float:
    """Milliseconds that one contact takes, the median of some."""
    times = []
    for contact in Contact.objects.order_by("id")[:ONE_BY_ONE]:
        Contact.objects.filter(pk=contact.pk).update(
            seniority="director" if contact.seniority == "vp" else "vp"
        )
        times.append(_timed(partial(rescore, contact_ids=[contact.pk])))
    return round(statistics.median(times) * 1000, 1)


@transaction.atomic
def _bare_update() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, ["C"])


@contextmanager
def _worker() -> Iterator[int]:
    """The worker that delivers events; its process id."""
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker", "--queues", "events", "bulk", "default"]
    options = ["--processes", "1", "--threads", "1"]
    with subprocess.Popen(  # noqa: S603 (our own program)
        [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def _wait_for_deliveries() -> None:
    pending = Delivery.objects.filter(status=Delivery.Status.PENDING)
    while pending.exists():
        time.sleep(POLL_SECONDS)


def _peak_mb(pid: int) -> float:
    """The most memory that one of the worker's processes holds now, in MB."""
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return round(max(process.memory_info().rss for process in processes) / 2**20, 1)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
