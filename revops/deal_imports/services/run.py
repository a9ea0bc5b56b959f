"""Files of deals: in, given their meaning, written as a whole."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.files import LARGE, SMALL, UnreadableError, check_file
from revops.deal_imports.domain.file import deal_mapping_problems
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.check import Verdict, check_deals
from revops.deal_imports.services.preview import check_later, forget_check
from revops.deal_imports.services.read import read_at_once
from revops.deal_imports.services.write import write_deals
from revops.jobs import CHECK_DEAL_IMPORT, READ_DEAL_IMPORT, RUN_DEAL_IMPORT

Status = DealImport.Status
DISCARDABLE = (Status.READING, Status.FAILED, Status.MAPPING, Status.CHECKING, Status.PREVIEW)
# A worker that shows nothing for so long is gone, and the import may be started again.
GONE_AFTER = timedelta(minutes=10)


@transaction.atomic
def upload_deals(
    *, file: BinaryIO, file_name: str, by: User | None, in_background: bool = True
) -> DealImport:
    """Keep the rows of a CSV or XLSX file with a guess at what its columns mean.

    A worker reads a large file, and the import has the status `reading` meanwhile. Without `in_background`
    the caller reads it here.

    Raises: `Invalid` for "file" when it cannot be read; nothing of it is kept then.
    """
    job = DealImport(file_name=file_name[-255:], created_by=by)
    try:
        is_large = check_file(file)
        if is_large and in_background:
            job.status, job.progressed_at = Status.READING, now()
            job.file.save(str(job.pk), File(file), save=True)
            enqueue(READ_DEAL_IMPORT, str(job.pk))
        else:
            read_at_once(job=job, file=file, budget=LARGE if is_large else SMALL)
    except UnreadableError as error:
        raise Invalid({"file": str(error)}) from error
    return job


@transaction.atomic
def set_deal_mapping(
    *, job: DealImport, mapping: Mapping[str, str], unknown_owner: str, in_background: bool = True
) -> None:
    """Say which column holds which field.

    A worker checks a large file, and the import has the status `checking` meanwhile. Without `in_background`
    nobody does: the caller asks for the verdicts, or writes the deals.

    Raises: `Invalid` per field; `Conflict` once the import is checked or runs.
    """
    problems = deal_mapping_problems(mapping, job.columns)
    if unknown_owner not in DealImport.UnknownOwner.values:
        problems["unknown_owner"] = _("Choose one of {choices}.").format(
            choices=", ".join(DealImport.UnknownOwner.values)
        )
    if problems:
        raise Invalid(problems)
    mappable = DealImport.objects.filter(pk=job.pk, status__in=[Status.MAPPING, Status.PREVIEW])
    is_later = in_background and check_later(job)
    if not mappable.update(
        mapping=dict(mapping),
        unknown_owner=unknown_owner,
        status=Status.CHECKING if is_later else Status.PREVIEW,
        checked="",
        progressed_at=now(),
    ):
        raise Conflict(_("This import has started, so its columns cannot be changed."))
    forget_check(job)
    job.refresh_from_db()
    if is_later:
        enqueue(CHECK_DEAL_IMPORT, str(job.pk))


@transaction.atomic
def discard_deal_import(*, job: DealImport) -> None:
    """Forget a file of which nothing was written. `Conflict` when it runs or is done."""
    storage, path = job.file.storage, str(job.file.name)
    waiting = DealImport.objects.filter(pk=job.pk, status__in=DISCARDABLE)
    if not waiting.delete()[0]:
        raise Conflict(_("This import has started, so it cannot be discarded."))
    transaction.on_commit(lambda: storage.delete(path))
    forget_check(job)


@transaction.atomic
def start_deal_import(*, job: DealImport, in_background: bool = True) -> None:
    """Have a worker write the previewed rows; without `in_background` the caller runs the import itself.

    `Conflict` when it runs or is done already.
    """
    gone = Q(status=Status.RUNNING, started_at__lt=now() - GONE_AFTER)
    startable = DealImport.objects.filter(Q(status=Status.PREVIEW) | gone, pk=job.pk)
    if not startable.update(status=Status.RUNNING, started_at=now(), error=""):
        raise Conflict(
            _("This import cannot be started. Its status is: {status}.").format(
                status=job.get_status_display()
            )
        )
    job.refresh_from_db()
    if in_background:
        enqueue(RUN_DEAL_IMPORT, str(job.pk))


def run_deal_import(*, import_id: UUID) -> None:
    """Write all deals of the import or none; what stopped it stands at the import, to be started again."""
    try:
        _write(import_id)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:2000]
        DealImport.objects.filter(pk=import_id).update(status=Status.PREVIEW, error=problem)
        raise


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
