"""Take in an uploaded file."""

from typing import BinaryIO, Protocol, TypeVar

from django.core.files import File
from django.db import transaction

from mauntic.broker import enqueue
from mauntic.imports.models import FileImport, Status
from mauntic.imports.services.flow import Flow
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files import LARGE, SMALL, Budget, UnreadableError, check_file

LONGEST_NAME = 255
AnyImport = TypeVar("AnyImport", bound=FileImport)
AnyImport_contra = TypeVar("AnyImport_contra", bound=FileImport, contravariant=True)


class ReadAtOnce(Protocol[AnyImport_contra]):
    """Reads a file, and saves the import with its rows. Raises `UnreadableError`."""

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

    Args: `job` is the new import, not saved. `read` reads a small file. Without `in_background` it reads a
    large file, too. `file` stays open.
    Raises: `Invalid` for "file" if it cannot be read; nothing is stored then.
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
    except UnreadableError as error:
        raise Invalid({"file": str(error)}) from error
    return job
