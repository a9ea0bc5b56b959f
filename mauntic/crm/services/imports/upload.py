"""A file comes in: its rows are kept as they are, and its columns get their meaning."""

import json
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from django.db import connection, transaction

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.crm.domain.mapping import guess_mapping, mapping_problems
from mauntic.crm.domain.tables import Table, UnreadableError, read_table
from mauntic.crm.models import Import
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid

_COPY = """COPY crm_importrow (job_id, number, "values", verdict, reason) FROM STDIN"""
REMAPPABLE = (Import.Status.MAPPING, Import.Status.PREVIEW)


@transaction.atomic
def upload_import(
    *, file: BinaryIO, file_name: str, created_by: User | None = None, source: str = "import"
) -> Import:
    """Keep every row of a CSV or XLSX file, with a guess at what its columns mean.

    `Invalid` for "file" when it cannot be read; nothing of it is kept then. `file` stays open.
    """
    try:
        table = read_table(file)
        _refuse_one_strange_column(table)
        job = Import.objects.create(
            file_name=file_name[-255:],
            columns=table.headers,
            mapping=guess_mapping(table.headers),
            note=table.note,
            source=source,
            created_by=created_by,
        )
        job.total = _copy_rows(job, table.rows)
    except UnreadableError as error:
        raise Invalid({"file": str(error)}) from error
    if not job.total:
        raise Invalid({"file": "The file has column names and no rows."})
    job.save(update_fields=["total"])
    return job


@transaction.atomic
def import_at_once(
    *, file: BinaryIO, file_name: str, mapping: Mapping[str, str], created_by: User | None = None
) -> Import:
    """Keep a file and have workers check and write it, without anybody looking at a preview.

    `mapping` goes over the guess. Errors are those of `upload_import` and `set_mapping`; with one, nothing
    is kept.
    """
    job = upload_import(file=file, file_name=file_name, created_by=created_by)
    Import.objects.filter(pk=job.pk).update(starts_itself=True)
    set_mapping(job=job, mapping=job.mapping | dict(mapping))
    return job


@transaction.atomic
def set_mapping(*, job: Import, mapping: Mapping[str, str], in_background: bool = True) -> None:
    """Say what each column means ("" leaves it out), and have every row checked by a worker.

    Without `in_background` the caller does the check itself. `Invalid` per column; `Conflict` once the
    import runs.
    """
    problems = mapping_problems(mapping, job.columns)
    if problems:
        raise Invalid(problems)
    claimed = Import.objects.filter(pk=job.pk, status__in=REMAPPABLE).update(
        mapping=dict(mapping), status=Import.Status.CHECKING, processed=0, progressed_at=now(), error=""
    )
    if not claimed:
        raise Conflict("This import is checked or written already; its columns are settled.")
    job.refresh_from_db()
    if in_background:
        send_on_commit("crm.check_import", str(job.pk))


def _refuse_one_strange_column(table: Table) -> None:
    guessed = guess_mapping(table.headers)
    if len(guessed) == 1 and mapping_problems(guessed, table.headers):
        raise UnreadableError(
            f"The file has one column, “{table.headers[0]}”. Between columns, use commas, semicolons or tabs."
        )


def _copy_rows(job: Import, rows: Iterable[Mapping[str, str]]) -> int:
    number = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for number, values in enumerate(rows, 1):
            copy.write_row((job.pk, number, json.dumps(values, ensure_ascii=False), "", ""))
    return number
