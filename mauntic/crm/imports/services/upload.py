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
from mauntic.imports.services.steps import claim
from mauntic.imports.services.upload import upload_file
from mauntic.kernel.errors import Invalid

REMAPPABLE = (Import.Status.MAPPING, Import.Status.PREVIEW)


def upload_import(
    *,
    file: BinaryIO,
    file_name: str,
    created_by: User | None = None,
    source: str = "import",
    in_background: bool = True,
) -> Import:
    """Store the rows of a CSV or XLSX file, and suggest a mapping of its columns.

    A worker reads a large file; the import has the status `reading` until then.

    Args: without `in_background` the caller reads a large file, too. `file` stays open.
    Raises: `Invalid` for "file" if it cannot be read; nothing is stored then.
    """
    job = Import(source=source, created_by=created_by)
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
    *, file: BinaryIO, file_name: str, mapping: Mapping[str, str], created_by: User | None = None
) -> Import:
    """Import a file in the background, without a preview.

    Args: `mapping` overrides the suggested mapping. If a worker reads the file, problems of the mapping
    become the error of the import.
    Raises: as `upload_import` and `set_mapping`; nothing is stored then.
    """
    job = upload_import(file=file, file_name=file_name, created_by=created_by)
    job.starts_itself, job.mapping = True, job.mapping | dict(mapping)
    job.save(update_fields=["starts_itself", "mapping"])
    if job.status != Import.Status.READING:
        set_mapping(job=job, mapping=job.mapping)
    return job


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
        when=Q(status__in=REMAPPABLE),
        refusal=_("The mapping can no longer be changed, since the import has started."),
        mapping=named,
        status=Import.Status.CHECKING,
        processed=0,
        error="",
    )
    if in_background:
        enqueue(CHECK_IMPORT, str(job.pk))
