"""Scores N contacts for the first time, beside a bare UPDATE of as many rows in the same run."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
from django.db import connection, transaction

from benchmarks.lead_base import make_leads
from mauntic.events.models import Delivery
from mauntic.kernel.clock import now
from scoring.models import ModelFactor
from scoring.services import rescore

POLL_SECONDS = 0.1

_FLOOR = "UPDATE crm_contact SET lead_score = (abs(hashtext(id::text)) %% 10000) / 100.0, lead_grade = %s"


def run(n: int) -> dict[str, float | int | str]:
    """Time rescores of `n` contacts.

    `seconds`: all have their first score, and nothing else goes on; `unchanged_seconds`: the same again, which
    changes nothing. `total_seconds`: a weight was changed, so that every score is another; until scores and
    history are written, and a worker has brought the events to all who hear them, the contacts' projections
    included.
    """
    at = now()
    make_leads(n, at)
    floor = _timed(_bare_update)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE crm_contact")
    seconds = _timed(lambda: rescore(now=at))
    unchanged = _timed(lambda: rescore(now=at))
    with _worker() as worker:
        delivered = _timed(_wait_for_deliveries)
        ModelFactor.objects.filter(model_version__published=True, factor="has_email").update(weight=12)
        began = time.perf_counter()
        written = _timed(lambda: rescore(now=at))
        _wait_for_deliveries()
        total = time.perf_counter() - began
        worker_mb = _peak_mb(worker)
    return {
        "name": "rescore",
        "n": n,
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 3),
        "ratio": round(seconds / floor, 2),
        "unchanged_seconds": round(unchanged, 3),
        "delivered_seconds": round(delivered, 3),
        "written_seconds": round(written, 3),
        "total_seconds": round(total, 3),
        "worker_mb": worker_mb,
    }


@transaction.atomic
def _bare_update() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, ["C"])


@contextmanager
def _worker() -> Iterator[int]:
    """The worker that delivers events; its process id."""
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker", "--queues", "default"]
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
