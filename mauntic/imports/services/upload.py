"""Take in an uploaded file."""

from typing import BinaryIO, Protocol, TypeVar

from django.core.files import File
from django.db import transaction

from mauntic.broker import enqueue
from mauntic.imports.models import FileImport, Status
from mauntic.imports.services.flow import Flow
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files import LARGE, SMALL, Budget, UnknownSheetError, UnreadableError, check_file

LONGEST_NAME = 255
AnyImport = TypeVar("AnyImport", bound=FileImport)
AnyImport_contra = TypeVar("AnyImport_contra", bound=FileImport, contravariant=True)


class ReadAtOnce(Protocol[AnyImport_contra]):
    """Reads the sheet of the import, and saves it with its rows. Raises `UnreadableError`."""

    def __call__(self, *, job: AnyImport_contra, file: BinaryIO, budget: Budget) -> None: ...


@transaction.atomic
def upload_file(
    *,
    flow: Flow,
    job: AnyImport,
    file: BinaryIO,
    file_name: str,
    read: ReadAtOnce[AnyImport],
    in_background: bool = True,
) -> AnyImport:
    """Store a CSV or XLSX file as an import that waits for the meaning of its columns.

    A worker reads a large file; the import has the status `reading` until then.

    Args: `job` is the new import, not saved; its `sheet` is the one to read of a workbook, empty for the one
    that was open when it was saved. `read` reads a small file. Without `in_background` it reads a large file,
    too. `file` stays open.
    Raises: `Invalid` for "file" if it cannot be read, and for "sheet" if it does not have this sheet; nothing
    is stored then.
    """
    job.file_name, job.progressed_at = file_name[-LONGEST_NAME:], now()
    try:
        is_large = check_file(file)
        if is_large and in_background:
            job.status = Status.READING
            job.file.save(str(job.pk), File(file), save=True)
            enqueue(flow.jobs[Status.READING], str(job.pk))
        else:
            read(job=job, file=file, budget=LARGE if is_large else SMALL)
            _keep_workbook(job, file)
    except UnreadableError as error:
        field = "sheet" if isinstance(error, UnknownSheetError) else "file"
        raise Invalid({field: str(error)}) from error
    return job


def _keep_workbook(job: FileImport, file: BinaryIO) -> None:
    """Store a workbook of several sheets, so that another one can be chosen."""
    if len(job.sheets) > 1:
        job.workbook.save(f"{job.pk}.xlsx", File(file), save=False)
        job.save(update_fields=["workbook"])
