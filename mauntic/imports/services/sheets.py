"""Choose another sheet of an uploaded workbook."""

from collections.abc import Callable
from datetime import timedelta
from typing import BinaryIO, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.imports.models import CHOOSABLE, FileImport, Status
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.flow import Flow
from mauntic.imports.services.read import FILE_IS_GONE
from mauntic.imports.services.upload import ReadAtOnce
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.files import SMALL, UnreadableError, check_file

KEPT_FOR = timedelta(days=7)
"""How long the workbook of an import that nobody starts is kept. It may hold people who are not imported."""
AnyImport = TypeVar("AnyImport", bound=FileImport)


@transaction.atomic
def read_other_sheet(
    *,
    flow: Flow,
    job: AnyImport,
    sheet: str,
    read: ReadAtOnce[AnyImport],
    forget: Callable[[AnyImport], object],
) -> AnyImport:
    """Replace the rows of an import by those of another sheet of its workbook.

    The import waits for the mapping of the new columns then. A worker reads a large workbook; the import has
    the status `reading` until then. The sheet that is imported already stays as it is.

    Args: `read` reads a small workbook. `forget` deletes what the kind of import has stored of the old sheet.
    Returns: the import as it is now.
    Raises: `Conflict` if the import has started, or its workbook is no longer kept; `Invalid` for "sheet" if
    there is no such sheet or it cannot be read. Nothing changes then.
    """
    # Locked: of two people who choose a sheet, the second waits, and nobody starts half of a sheet.
    current = job.still(*CHOOSABLE).select_for_update().first()
    if current is None or not current.workbook:
        raise Conflict(_("The sheet can no longer be changed. Upload the file again."))
    if sheet not in current.sheets:
        known = ", ".join(current.sheets)
        raise Invalid({"sheet": _("Choose one of the sheets: %(sheets)s.") % {"sheets": known}})
    if sheet == current.sheet:
        return current
    current.sheet, current.processed, current.error = sheet, 0, ""
    current.attempts, current.progressed_at = 0, now()
    try:
        with current.workbook.open("rb") as stored:
            _read(flow, current, cast("BinaryIO", stored), read, forget)
    except UnreadableError as error:
        problem = _('Sheet "%(sheet)s" was not read. %(problem)s')
        raise Invalid({"sheet": problem % {"sheet": sheet, "problem": error}}) from error
    except FileNotFoundError as error:
        raise Conflict(str(FILE_IS_GONE)) from error
    return current


def _read(
    flow: Flow,
    job: AnyImport,
    file: BinaryIO,
    read: ReadAtOnce[AnyImport],
    forget: Callable[[AnyImport], object],
) -> None:
    is_large = check_file(file)
    forget(job)
    if not is_large:
        job.status = Status.MAPPING
        read(job=job, file=file, budget=SMALL)
        return
    job.status, job.file = Status.READING, job.workbook.name
    job.save()
    enqueue(flow.jobs[Status.READING], str(job.pk))


def forget_workbooks(flow: Flow) -> int:
    """Delete the workbooks of imports that nobody has started for a week.

    Returns: the number of workbooks.
    """
    old = flow.model.objects.exclude(workbook="").filter(created_at__lt=now() - KEPT_FOR)
    with transaction.atomic():
        found = list(old.filter(status__in=CHOOSABLE).select_for_update(skip_locked=True))
        flow.model.objects.filter(pk__in=[job.pk for job in found]).update(workbook="")
        for job in found:
            delete_file(job.workbook)
    return len(found)
