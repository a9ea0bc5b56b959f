"""The import of a file of N new leads, without the scoring and enrichment that follow.

`write_seconds` is the time of writing the checked rows, `history_share` the part of it that records who
changed what.
"""

import io
import time
from dataclasses import dataclass
from typing import Any

from mauntic.crm.changes.models import Change
from mauntic.crm.changes.services import record
from mauntic.crm.imports.models import Import
from mauntic.crm.imports.services.check import check_import
from mauntic.crm.imports.services.read import read_import
from mauntic.crm.imports.services.run import run_import, start_import
from mauntic.crm.imports.services.upload import set_mapping, upload_import

COLUMNS = (
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Job title",
    "Company",
    "Website",
    "Industry",
    "Country",
)


@dataclass(slots=True)
class _Clock:
    seconds: float = 0.0


def run(n: int) -> dict[str, object]:
    """Seconds of the steps; `seconds` is their sum."""
    marks = [time.perf_counter()]
    job = upload_import(file=_file(n), file_name="leads.csv", in_background=False)
    if job.status == Import.Status.READING:
        read_import(job_id=job.pk)
        job.refresh_from_db()
    set_mapping(job=job, mapping=job.mapping, in_background=False)
    marks.append(time.perf_counter())
    check_import(job_id=job.pk)
    job.refresh_from_db()
    marks.append(time.perf_counter())
    history = _timed_history()
    start_import(job=job, in_background=False)
    while run_import(job_id=job.pk):
        pass
    marks.append(time.perf_counter())
    write = marks[3] - marks[2]
    return {
        "seconds": round(marks[3] - marks[0], 2),
        "read_seconds": round(marks[1] - marks[0], 2),
        "check_seconds": round(marks[2] - marks[1], 2),
        "write_seconds": round(write, 2),
        "history_seconds": round(history.seconds, 2),
        "history_share": round(history.seconds / write, 3),
        "changes": Change.objects.count(),
    }


def _timed_history() -> _Clock:
    clock = _Clock()
    recorded = record.Watch.record

    def timed(self: record.Watch, *rows: Any, **options: Any) -> None:
        began = time.perf_counter()
        recorded(self, *rows, **options)
        clock.seconds += time.perf_counter() - began

    record.Watch.record = timed  # type: ignore[method-assign] # measured from outside
    return clock


def _file(n: int) -> io.BytesIO:
    lines = [",".join(COLUMNS)]
    lines += [
        f"First{number},Last{number},person{number}@company{number // 10}.example,+49301{number:06d},"
        f"CTO,Company {number // 10},company{number // 10}.example,Media,DE"
        for number in range(n)
    ]
    return io.BytesIO("\n".join(lines).encode())
