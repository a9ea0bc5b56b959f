"""Read the rows of a file into the database."""

import json
from collections.abc import Iterable, Mapping
from typing import BinaryIO
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from mauntic.broker import enqueue
from mauntic.crm.imports.domain.mapping import mapping_problems, trimmed
from mauntic.crm.imports.models import Import
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.jobs import CHECK_IMPORT
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.read import describe, read_stored, require_rows
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.files import Budget, Table, UnreadableError, open_table

_COPY = """COPY crm_importrow (job_id, number, "values", verdict, reason) FROM STDIN"""
CHUNK = 5_000
Status = Import.Status
Row = Mapping[str, str]


def read_at_once(*, job: Import, file: BinaryIO, budget: Budget) -> None:
    """Read the sheet of a file in the transaction of the caller, and save the import with its rows.

    Raises: `UnreadableError`
    """
    with open_table(file, budget=budget, sheet=job.sheet) as table:
        _describe(job, table)
        job.save()
        job.total = _copy_rows(job, 1, table.rows)
    require_rows(job.total)
    job.save(update_fields=["total"])


def read_import(*, job_id: UUID) -> None:
    """Read the file of an import in chunks that commit with the progress, then ask for its mapping.

    A second run starts over. Does nothing unless the import waits to be read. A file that cannot be read
    fails the import and leaves no rows.
    """
    job = Import.objects.filter(pk=job_id, status=Status.READING).first()
    if job is None or not _begin(job):
        return

    def take(table: Table) -> None:
        if _copy_chunks(job, table):
            _finish(job, table)

    read_stored(job=job, take=take, forget=job.rows.all().delete)


@transaction.atomic
def _begin(job: Import) -> bool:
    """Delete the rows of an earlier attempt. An attempt that is still running notices, and stops."""
    if not job.still(Status.READING).update(processed=0, progressed_at=now()):
        return False
    job.rows.all().delete()
    job.processed = 0
    return True


def _copy_chunks(job: Import, table: Table) -> bool:
    """Copy the rows.

    Returns: False if another worker has started over.
    """
    for rows in chunked(table.rows, CHUNK):
        with transaction.atomic():
            # First, since it locks the import: of two workers that read it, only the later one continues.
            ours = job.still(Status.READING).filter(processed=job.processed)
            if not ours.update(processed=job.processed + len(rows), progressed_at=now()):
                return False
            _copy_rows(job, job.processed + 1, rows)
            job.processed += len(rows)
    require_rows(job.processed)
    return True


@transaction.atomic
def _finish(job: Import, table: Table) -> None:
    """Continue with the mapping, or with the check if there is no preview."""
    given = job.mapping
    _describe(job, table)
    mapping = trimmed(job.mapping | given)
    problems = mapping_problems(mapping, table.headers) if job.starts_itself else {}
    if problems:
        found = " ".join(f"{column}: {problem}" for column, problem in problems.items())
        # As a value: the name of a column may hold braces.
        raise UnreadableError("{problems}", problems=found)
    reading = job.still(Status.READING).filter(processed=job.processed)
    has_other_sheets = len(job.sheets) > 1
    if not reading.update(
        file="",
        workbook=job.file.name if has_other_sheets else "",
        sheets=job.sheets,
        sheet=job.sheet,
        columns=job.columns,
        mapping=mapping,
        note=job.note,
        total=job.processed,
        processed=0,
        attempts=0,
        progressed_at=now(),
        status=Status.CHECKING if job.starts_itself else Status.MAPPING,
    ):
        return
    if job.starts_itself:
        enqueue(CHECK_IMPORT, str(job.pk))
    if not has_other_sheets:
        delete_file(job.file)


def _describe(job: Import, table: Table) -> None:
    describe(flow=CONTACTS, job=job, table=table)
    if len(job.mapping) == 1 and mapping_problems(job.mapping, table.headers):
        raise UnreadableError(
            gettext_noop(
                'The file has one column, "{column}". Separate columns with commas, semicolons or tabs.'
            ),
            column=table.headers[0],
        )


def _copy_rows(job: Import, first: int, rows: Iterable[Row]) -> int:
    """Insert the rows, numbered from `first`.

    Returns: the number of the last row.
    """
    number = first - 1
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for number, values in enumerate(rows, first):
            copy.write_row((job.pk, number, json.dumps(values, ensure_ascii=False), "", ""))
    return number
