"""Read uploaded files, and handle unreadable ones."""

from collections.abc import Callable
from typing import BinaryIO, cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.imports.models import FileImport, Status
from mauntic.imports.services.files import delete_files
from mauntic.imports.services.flow import Flow
from mauntic.imports.services.steps import fail
from mauntic.kernel.files import Table, UnreadableError, left_out_note, open_table

FILE_IS_GONE = gettext_lazy("The uploaded file is no longer on the server. Upload it again.")


def describe(*, flow: Flow, job: FileImport, table: Table) -> None:
    """Set the sheets, the columns, the suggested mapping and the note of an import, without saving it.

    Args: `table` is the open file, of which no rows are read.
    """
    job.sheets, job.sheet = list(table.sheets), table.sheet
    job.columns = table.headers
    job.note = " ".join(filter(None, (table.note, left_out_note(flow.left_out(table.headers)))))
    job.mapping = flow.guess_mapping(table.headers)


def require_rows(count: int) -> None:
    """Refuse a file without rows.

    Raises: `UnreadableError` if `count` is 0.
    """
    if not count:
        raise UnreadableError(_("The file has column names, but no rows."))


def read_stored(
    *, job: FileImport, take: Callable[[Table], object], forget: Callable[[], object] | None = None
) -> None:
    """Read the stored file of an import. A file that cannot be read fails the import, and is deleted.

    Args: `take` handles the table, and may raise `UnreadableError`, too. `forget` deletes what `take` has
    stored of a file that fails. It runs in the same transaction as the failure.
    """
    try:
        with job.file.open("rb") as file, open_table(cast("BinaryIO", file), sheet=job.sheet) as table:
            take(table)
    except UnreadableError as error:
        _fail(job, str(error), forget)
    except FileNotFoundError:
        _fail(job, str(FILE_IS_GONE), forget)


@transaction.atomic
def _fail(job: FileImport, error: str, forget: Callable[[], object] | None) -> None:
    # Another worker, or a person who discards the import, may be done with the file already.
    if fail(job=job, at=Status.READING, error=error):
        if forget is not None:
            forget()
        delete_files(job)
