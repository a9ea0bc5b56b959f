"""The rows of a file of deals are read once, and kept in a plain form."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

import msgspec
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.display import number
from mauntic.kernel.files import LARGE, Budget, UnreadableError, left_out_note, open_table
from revops.deal_imports.domain.file import guess_deal_mapping, left_out
from revops.deal_imports.models import DealImport
from revops.jobs import CHECK_DEAL_IMPORT, READ_DEAL_IMPORT

MOST_ROWS = 100_000
CHUNK = 5_000
# A reading that shows nothing for so long has lost its worker.
SILENT_FOR = timedelta(minutes=2)
# One JSON object a line, column -> text: read in a moment, and by nothing that a hostile file could trouble.
ROWS_SUFFIX = ".jsonl"
Status = DealImport.Status
_JOBS = {Status.READING: READ_DEAL_IMPORT, Status.CHECKING: CHECK_DEAL_IMPORT}
Row = Mapping[str, str]


def read_at_once(*, job: DealImport, file: BinaryIO, budget: Budget) -> None:
    """Read the file within the caller's transaction, and save the import.

    Raises: `UnreadableError`
    """
    with TemporaryFile() as rows:
        for _ in _read(job, file, rows, budget):
            pass
        job.status = Status.MAPPING
        job.file.save(f"{job.pk}{ROWS_SUFFIX}", File(rows), save=True)


def read_deal_import(*, import_id: UUID) -> None:
    """Read the file of an import, and ask for its columns.

    A second start begins again; nothing happens unless the import waits to be read. A file that cannot be
    read fails the import.
    """
    job = DealImport.objects.filter(pk=import_id, status=Status.READING).first()
    if job is None:
        return
    original = str(job.file.name)
    try:
        with job.file.open("rb") as file, TemporaryFile() as rows:
            for count in _read(job, cast("BinaryIO", file), rows, LARGE):
                DealImport.objects.filter(pk=job.pk).update(processed=count, progressed_at=now())
            if not _finish(job, rows):
                return
    except UnreadableError as error:
        _fail(job, str(error))
    except FileNotFoundError:
        _fail(job, _("The uploaded file is missing on the server. Upload it again."))
    with suppress(OSError):  # a file that stays is only lost space
        job.file.storage.delete(original)


@transaction.atomic
def restart_stalled_reading() -> int:
    """Send imports again whose reading or check shows no progress for two minutes; return how many."""
    silent = DealImport.objects.filter(status__in=_JOBS, progressed_at__lt=now() - SILENT_FOR)
    found = list(silent.select_for_update(skip_locked=True).values_list("pk", "status"))
    DealImport.objects.filter(pk__in=[pk for pk, _ in found]).update(progressed_at=now())
    for pk, status in found:
        enqueue(_JOBS[Status(status)], str(pk))
    return len(found)


def stored_rows(job: DealImport) -> list[Row]:
    """Return the rows of an import that is read.

    Raises: `UnreadableError` when the file is of an older release, and cannot be read.
    """
    with job.file.open("rb") as stored:
        file = cast("BinaryIO", stored)
        if str(job.file.name).endswith(ROWS_SUFFIX):
            return [msgspec.json.decode(line, type=dict[str, str]) for line in file]
        with open_table(file) as table:
            return list(table.rows)


def _read(job: DealImport, file: BinaryIO, rows: IO[bytes], budget: Budget) -> Iterator[int]:
    """Write the rows of the file to `rows`, and describe it in `job`; yield the number of rows so far."""
    total = 0
    with open_table(file, budget=budget) as table:
        job.columns = table.headers
        job.note = " ".join(filter(None, (table.note, left_out_note(left_out(table.headers)))))
        job.mapping = guess_deal_mapping(table.headers)
        for chunk in chunked(table.rows, CHUNK):
            total += len(chunk)
            if total > MOST_ROWS:
                raise UnreadableError(
                    _("The file has more than {most} rows. Split it.").format(most=number(MOST_ROWS))
                )
            rows.writelines(_lines(chunk))
            yield total
    if not total:
        raise UnreadableError(_("The file has column names but no rows."))
    job.total = total
    rows.seek(0)


def _lines(rows: Iterable[Any]) -> Iterator[bytes]:
    return (msgspec.json.encode(row) + b"\n" for row in rows)


@transaction.atomic
def _finish(job: DealImport, rows: IO[bytes]) -> bool:
    """Keep the rows, unless another worker has done so or the import was discarded."""
    current = DealImport.objects.select_for_update().filter(pk=job.pk, status=Status.READING)
    if not current.exists():
        return False
    job.status = Status.MAPPING
    job.file.save(f"{job.pk}{ROWS_SUFFIX}", File(rows), save=True)
    return True


def _fail(job: DealImport, problem: str) -> None:
    reading = DealImport.objects.filter(pk=job.pk, status=Status.READING)
    reading.update(status=Status.FAILED, error=problem, completed_at=now())
