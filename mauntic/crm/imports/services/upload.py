"""Upload files and map their columns."""

from collections.abc import Mapping
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.imports.domain.mapping import mapping_problems, trimmed
from mauntic.crm.imports.models import Import
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.imports.services.read import read_at_once
from mauntic.crm.jobs import CHECK_IMPORT
from mauntic.imports.models import CHOOSABLE
from mauntic.imports.services.sheets import read_other_sheet
from mauntic.imports.services.steps import claim
from mauntic.imports.services.upload import upload_file
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files.limits import LONGEST_SHEET


def upload_import(
    *,
    file: BinaryIO,
    file_name: str,
    created_by: User | None = None,
    source: str = "import",
    sheet: str = "",
    in_background: bool = True,
) -> Import:
    """Store the rows of a CSV or XLSX file, and suggest a mapping of its columns.

    A worker reads a large file; the import has the status `reading` until then.

    Args: `sheet` is the name of a sheet of a workbook, by default the one that was open when it was saved.
    Without `in_background` the caller reads a large file, too. `file` stays open.
    Raises: `Invalid` for "file" if it cannot be read, and for "sheet" if it does not have this sheet; nothing
    is stored then.
    """
    job = Import(source=source, created_by=created_by, sheet=sheet[:LONGEST_SHEET])
    return upload_file(
        flow=CONTACTS,
        job=job,
        file=file,
        file_name=file_name,
        read=read_at_once,
        in_background=in_background,
    )


@transaction.atomic
def import_at_once(
    *,
    file: BinaryIO,
    file_name: str,
    mapping: Mapping[str, str],
    created_by: User | None = None,
    sheet: str = "",
) -> Import:
    """Import a file in the background, without a preview.

    Args: `mapping` overrides the suggested mapping, and `sheet` the one that was open when the workbook was
    saved. If a worker reads the file, problems of both become the error of the import.
    Raises: as `upload_import` and `set_mapping`; nothing is stored then.
    """
    job = upload_import(file=file, file_name=file_name, created_by=created_by, sheet=sheet)
    job.starts_itself, job.mapping = True, job.mapping | dict(mapping)
    job.save(update_fields=["starts_itself", "mapping"])
    if job.status != Import.Status.READING:
        set_mapping(job=job, mapping=job.mapping)
    return job


def choose_sheet(*, job: Import, sheet: str) -> Import:
    """Import another sheet of the workbook: see `read_other_sheet`.

    Returns: the import as it is now.
    Raises: `Conflict` if the import has started; `Invalid` for "sheet".
    """
    return read_other_sheet(
        flow=CONTACTS,
        job=job,
        sheet=sheet,
        read=read_at_once,
        forget=lambda current: current.rows.all().delete(),
    )


@transaction.atomic
def set_mapping(*, job: Import, mapping: Mapping[str, str], in_background: bool = True) -> None:
    """Set the field of each column, and enqueue the check of the rows.

    Args: `mapping` holds the field by column; "" does not import it. Without `in_background` the caller runs
    the check itself.
    Raises: `Invalid` per column; `Conflict` if the import has started.
    """
    named = trimmed(mapping)
    problems = mapping_problems(named, job.columns)
    if problems:
        raise Invalid(problems)
    claim(
        job=job,
        # The columns were those of this sheet.
        when=Q(status__in=CHOOSABLE, sheet=job.sheet),
        refusal=_("The mapping can no longer be changed, since the import has started."),
        mapping=named,
        status=Import.Status.CHECKING,
        processed=0,
        error="",
    )
    if in_background:
        enqueue(CHECK_IMPORT, str(job.pk))
