"""The steps of an import of deals: upload, map, start and run."""

from collections import Counter
from collections.abc import Mapping
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.imports.models import CHOOSABLE, Status, Verdict
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.sheets import read_other_sheet
from mauntic.imports.services.steps import claim, recorded_errors, start
from mauntic.imports.services.upload import upload_file
from mauntic.kernel.clock import now
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files.limits import LONGEST_SHEET
from revops.deal_imports.domain.file import deal_mapping_problems
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.check import check_deals
from revops.deal_imports.services.flow import DEALS
from revops.deal_imports.services.preview import check_later, forget_check
from revops.deal_imports.services.read import read_at_once
from revops.deal_imports.services.write import write_deals
from revops.jobs import CHECK_DEAL_IMPORT


def upload_deals(
    *,
    file: BinaryIO,
    file_name: str,
    created_by: User | None = None,
    sheet: str = "",
    in_background: bool = True,
) -> DealImport:
    """Store the rows of a CSV or XLSX file, with a guess of the mapping.

    A worker reads a large file. Until then the import has the status `reading`.

    Args:
        sheet: the name of a sheet of a workbook; by default the one that was open when it was saved.
        in_background: False reads any file at once.

    Returns: the import.

    Raises: `Invalid` for "file" if it cannot be read, and for "sheet" if it does not have this sheet. Nothing
        is stored then.
    """
    return upload_file(
        flow=DEALS,
        job=DealImport(created_by=created_by, sheet=sheet[:LONGEST_SHEET]),
        file=file,
        file_name=file_name,
        read=read_at_once,
        in_background=in_background,
    )


def choose_sheet(*, job: DealImport, sheet: str) -> DealImport:
    """Import another sheet of the workbook: see `read_other_sheet`.

    Returns: the import as it is now.

    Raises: `Conflict` if the import has started; `Invalid` for "sheet".
    """
    return read_other_sheet(flow=DEALS, job=job, sheet=sheet, read=read_at_once, forget=_forget_rows)


def _forget_rows(job: DealImport) -> None:
    """Delete the stored rows and their check on commit."""
    delete_file(job.file)
    forget_check(job)
    job.checked = ""


@transaction.atomic
def set_deal_mapping(
    *, job: DealImport, mapping: Mapping[str, str], unknown_owner: str, in_background: bool = True
) -> None:
    """Set the column of each field.

    A worker checks a large file. Until then the import has the status `checking`.

    Args:
        in_background: False leaves the check to the caller.

    Raises: `Invalid` names the wrong fields, `Conflict` if the import has started.
    """
    problems = deal_mapping_problems(mapping, job.columns)
    if unknown_owner not in DealImport.UnknownOwner.values:
        problems["unknown_owner"] = _("Choose one of {choices}.").format(
            choices=choices_text(DealImport.UnknownOwner.choices)
        )
    if problems:
        raise Invalid(problems)
    is_later = in_background and check_later(job)
    # Before the claim loads the import without its check.
    forget_check(job)
    claim(
        job=job,
        # The columns were those of this sheet.
        when=Q(status__in=CHOOSABLE, sheet=job.sheet),
        refusal=_("This import has started, so its columns cannot be changed."),
        mapping=dict(mapping),
        unknown_owner=unknown_owner,
        status=Status.CHECKING if is_later else Status.PREVIEW,
        checked="",
    )
    if is_later:
        enqueue(CHECK_DEAL_IMPORT, str(job.pk))


def start_deal_import(*, job: DealImport, in_background: bool = True) -> None:
    """Start an import in a worker.

    Args:
        in_background: False leaves `run_deal_import` to the caller.

    Raises: `Conflict` if it is running or done.
    """
    start(flow=DEALS, job=job, in_background=in_background)


def run_deal_import(*, import_id: UUID) -> None:
    """Write all deals of an import or none. An error is stored with the import, which can be restarted."""
    with recorded_errors(DEALS, import_id, at=Status.RUNNING, status=Status.PREVIEW):
        _write(import_id)


@transaction.atomic
def _write(import_id: UUID) -> None:
    running = DealImport.objects.select_for_update(of=("self",)).filter(status=Status.RUNNING)
    job = running.select_related("created_by").filter(pk=import_id).first()
    if job is None:
        return
    rows = check_deals(job)
    new = [row for row in rows if row.verdict is Verdict.CREATE]
    made = write_deals(new, source=job.file_name, by=job.created_by, at=now())
    job.made = [str(deal.pk) for deal in made]
    counts = Counter(row.verdict for row in rows)
    job.created_count, job.skipped_count = counts[Verdict.CREATE], counts[Verdict.SKIP]
    job.failures = [
        {"number": row.line.number, "values": dict(row.values), "reason": row.reason}
        for row in rows
        if row.verdict is Verdict.ERROR
    ]
    forget_check(job)
    job.checked, job.status, job.completed_at = "", Status.COMPLETED, now()
    job.save()
