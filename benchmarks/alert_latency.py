"""N visits of the prices, four a second: how long until the alert of each can be seen.

Two worker processes work on all queues, as in production. A visit is stored through the service that the
collector calls; its alert is there when the list of alerts shows it to a manager. Between lie the delivery of
the visit, the detection and rescoring, the delivery of the signal, and the alert.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from uuid import UUID

from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tracking.services import PageView, record_visits
from scoring.selectors import alerts_seen_by

PROCESSES, THREADS = 2, 4
PER_SECOND = 4
POLL_SECONDS = 0.01
WARM_UP = 20
PATIENCE_SECONDS = 60
URL = "https://www.example.com/pricing"


def run(n: int) -> dict[str, object]:
    """Percentiles in milliseconds from the visit to its visible alert."""
    manager = User.objects.create_user("manager@bench.example", role=Role.MANAGER)
    with _workers():
        _measure(_leads(WARM_UP, manager), manager)  # connections, plans and imports are there
        started = time.perf_counter()
        delays = _measure(_leads(n, manager), manager)
        seconds = time.perf_counter() - started
    return {
        "seconds": round(seconds, 3),
        "per_second": PER_SECOND,
        "p50_ms": round(1000 * median(delays), 1),
        "p95_ms": round(1000 * quantiles(delays, n=20)[-1], 1),
        "max_ms": round(1000 * max(delays), 1),
    }


def _leads(n: int, owner: User) -> list[UUID]:
    leads = Contact.objects.bulk_create(
        Contact(first_name=f"Lead {number}", owner=owner) for number in range(n)
    )
    return [lead.pk for lead in leads]


@contextmanager
def _workers() -> Iterator[None]:
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker"]
    options = ["--processes", str(PROCESSES), "--threads", str(THREADS)]
    with subprocess.Popen(  # noqa: S603 (our own program)
        [*command, *options], env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def _measure(contact_ids: list[UUID], manager: User) -> list[float]:
    """Let each come by at its time, whatever became of the ones before; seconds until its alert was seen."""
    waiting: dict[UUID, float] = {}
    delays: list[float] = []
    began = time.perf_counter()
    for place, contact_id in enumerate(contact_ids):
        _watch(waiting, delays, manager, until=began + place / PER_SECOND)
        waiting[contact_id] = time.perf_counter()
        record_visits(views=[PageView(contact_id, URL, now())])
    _watch(waiting, delays, manager, until=time.perf_counter() + PATIENCE_SECONDS, to_the_last=True)
    if waiting:
        raise RuntimeError(f"{len(waiting)} alerts did not come within {PATIENCE_SECONDS} s.")
    return delays


def _watch(
    waiting: dict[UUID, float],
    delays: list[float],
    manager: User,
    *,
    until: float,
    to_the_last: bool = False,
) -> None:
    """Take the time of alerts that have come, until then, or `to_the_last` of them."""
    while time.perf_counter() < until and (waiting or not to_the_last):
        seen = (
            alerts_seen_by(manager).filter(contact_id__in=list(waiting)).values_list("contact_id", flat=True)
        )
        at = time.perf_counter()
        delays += [at - waiting.pop(contact_id) for contact_id in list(seen)]
        time.sleep(POLL_SECONDS)
