"""N visits of the prices, four a second: how long until the alert of each can be seen, quiet and busy.

The workers are those of docs/deploy.md, a process of each group. A visit is stored through the service that
the collector calls; its alert is there when the list of alerts shows it to a manager. Between lie the
delivery of the visit, the detection and rescoring, the delivery of the signal, and the alert. Busy means that
a file of 50,000 leads is written meanwhile.
"""

import csv
import io
import time
from collections.abc import Callable
from statistics import median, quantiles
from uuid import UUID

from benchmarks.support.workers import all_workers
from mauntic.accounts.models import Role, User
from mauntic.crm.imports.services import check, upload
from mauntic.crm.imports.services import run as imports_run
from mauntic.crm.models import Contact, Import
from mauntic.kernel.clock import now
from mauntic.tracking.visits.services.record import PageView, record_visits
from scoring.alerts.selectors.shown import alerts_seen_by

PER_SECOND = 4
POLL_SECONDS = 0.01
WARM_UP = 20
PATIENCE_SECONDS = 60
URL = "https://www.example.com/pricing"
IMPORTED_ROWS = 50_000
# Visits per round while the import runs: it is asked after each whether it is done.
ROUND = 20


def run(n: int) -> dict[str, object]:
    """Percentiles in milliseconds from the visit to its visible alert."""
    manager = User.objects.create_user("manager@bench.example", role=Role.MANAGER)
    with all_workers():
        _measure(_leads(WARM_UP, manager), manager)  # connections, plans and imports are there
        started = time.perf_counter()
        quiet = _measure(_leads(n, manager), manager)
        seconds = time.perf_counter() - started
        job = _checked_import()
        started = time.perf_counter()
        imports_run.start_import(job=job)
        busy = _measure_while(lambda: _is_running(job), manager)
        import_seconds = time.perf_counter() - started
    return {
        "seconds": round(seconds, 3),
        "per_second": PER_SECOND,
        **_percentiles(quiet, ""),
        "import_rows": Contact.objects.filter(source="import").count(),
        "import_seconds": round(import_seconds, 1),
        "visits_while_importing": len(busy),
        **_percentiles(busy, "importing_"),
    }


def _percentiles(delays: list[float], prefix: str) -> dict[str, float]:
    return {
        f"{prefix}p50_ms": round(1000 * median(delays), 1),
        f"{prefix}p95_ms": round(1000 * quantiles(delays, n=20)[-1], 1),
        f"{prefix}max_ms": round(1000 * max(delays), 1),
    }


def _checked_import() -> Import:
    """Return an import that stands at its preview."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["first name", "last name", "email", "company", "title", "country"])
    for number in range(IMPORTED_ROWS):
        domain = f"company{number % 5_000}.example"
        writer.writerow(
            [f"Ada{number}", "Novak", f"ada{number}@{domain}", f"Company {number % 5_000}", "CTO", "Germany"]
        )
    file = io.BytesIO(text.getvalue().encode())
    job = upload.upload_import(file=file, file_name="leads.csv", in_background=False)
    upload.set_mapping(job=job, mapping=job.mapping, in_background=False)
    check.check_import(job_id=job.pk)
    job.refresh_from_db()
    return job


def _is_running(job: Import) -> bool:
    job.refresh_from_db(fields=["status"])
    return job.status == Import.Status.RUNNING


def _measure_while(is_busy: Callable[[], bool], manager: User) -> list[float]:
    delays: list[float] = []
    while is_busy():
        delays += _measure(_leads(ROUND, manager), manager)
    return delays


def _leads(n: int, owner: User) -> list[UUID]:
    leads = Contact.objects.bulk_create(
        Contact(first_name=f"Lead {number}", owner=owner) for number in range(n)
    )
    return [lead.pk for lead in leads]


def _measure(contact_ids: list[UUID], manager: User) -> list[float]:
    """Let each come by at its time, whatever became of the ones before; seconds until its alert was seen."""
    waiting: dict[UUID, float] = {}
    delays: list[float] = []
    began = time.perf_counter()
    for number, contact_id in enumerate(contact_ids):
        _watch(waiting, delays, manager, until=began + number / PER_SECOND)
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
