"""Read the rows of a file of deals once, and store them as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

import msgspec
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.imports.models import Status
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.read import describe, read_stored, require_rows
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.display import number
from mauntic.kernel.files import Budget, Table, UnreadableError, open_table
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.flow import DEALS

MOST_ROWS = 100_000
CHUNK = 5_000
# One JSON object per line, column -> text: fast to read, and safe even if the uploaded file was hostile.
ROWS_SUFFIX = ".jsonl"
Row = Mapping[str, str]


def read_at_once(*, job: DealImport, file: BinaryIO, budget: Budget) -> None:
    """Read the file within the caller's transaction, and save the import.

    Raises: `UnreadableError`
    """
    with TemporaryFile() as rows:
        with open_table(file, budget=budget, sheet=job.sheet) as table:
            for _ in _write_rows(job, table, rows):
                pass
        job.status = Status.MAPPING
        job.file.save(f"{job.pk}{ROWS_SUFFIX}", File(rows), save=True)


def read_deal_import(*, import_id: UUID) -> None:
    """Read the file of an import with the status `reading`, which then waits for its mapping.

    Safe to repeat. An unreadable file fails the import.
    """
    job = DealImport.objects.filter(pk=import_id, status=Status.READING).first()
    if job is None:
        return

    def take(table: Table) -> None:
        with TemporaryFile() as rows:
            for count in _write_rows(job, table, rows):
                job.still(Status.READING).update(processed=count, progressed_at=now())
            _finish(job, rows)

    read_stored(job=job, take=take)


def stored_rows(job: DealImport) -> list[Row]:
    """Return the rows of an import.

    Raises: `UnreadableError` if the file is from an older release and unreadable.
    """
    with job.file.open("rb") as stored:
        file = cast("BinaryIO", stored)
        if str(job.file.name).endswith(ROWS_SUFFIX):
            return [msgspec.json.decode(line, type=dict[str, str]) for line in file]
        with open_table(file) as table:
            return list(table.rows)


def _write_rows(job: DealImport, table: Table, rows: IO[bytes]) -> Iterator[int]:
    """Write the rows of the table to `rows`, and describe it in `job`. Yield the number of rows so far."""
    describe(flow=DEALS, job=job, table=table)
    total = 0
    for chunk in chunked(table.rows, CHUNK):
        total += len(chunk)
        if total > MOST_ROWS:
            raise UnreadableError(
                _("The file has more than {most} rows. Split it.").format(most=number(MOST_ROWS))
            )
        rows.writelines(_lines(chunk))
        yield total
    require_rows(total)
    job.total = total
    rows.seek(0)


def _lines(rows: Iterable[Any]) -> Iterator[bytes]:
    return (msgspec.json.encode(row) + b"\n" for row in rows)


@transaction.atomic
def _finish(job: DealImport, rows: IO[bytes]) -> None:
    """Replace the file by its rows, unless another worker did or the import was discarded.

    A workbook of several sheets stays, so that another one can be chosen.
    """
    if not job.still(Status.READING).select_for_update().exists():
        return
    if len(job.sheets) > 1:
        job.workbook = job.file.name
    else:
        delete_file(job.file)
    job.status = Status.MAPPING
    job.file.save(f"{job.pk}{ROWS_SUFFIX}", File(rows), save=True)
