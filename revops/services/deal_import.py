"""Files of deals: in, given their meaning, written as a whole."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from revops.domain.deal_file import deal_mapping_problems, guess_deal_mapping
from revops.models.deal_import import DealImport
from revops.services.deal_import_check import Verdict, check_deals, read_file
from revops.services.deal_import_write import write_deals

Status = DealImport.Status
# A worker that shows nothing for so long is gone, and the import may be started again.
GONE_AFTER = timedelta(minutes=10)


@transaction.atomic
def upload_deals(*, file: BinaryIO, file_name: str, by: User | None) -> DealImport:
    """Keep a CSV or XLSX file with a guess at what its columns mean. `Invalid` for "file" if it is none."""
    read = read_file(file)
    if not read.rows:
        raise Invalid({"file": "The file has column names and no rows."})
    job = DealImport(
        file_name=file_name[-255:],
        columns=read.columns,
        mapping=guess_deal_mapping(read.columns),
        note=read.note,
        total=len(read.rows),
        created_by=by,
    )
    file.seek(0)
    job.file.save(str(job.pk), File(file), save=True)
    return job


@transaction.atomic
def set_deal_mapping(*, job: DealImport, mapping: Mapping[str, str], unknown_owner: str) -> None:
    """Say which column holds which field. `Invalid` per field; `Conflict` once the import runs."""
    problems = deal_mapping_problems(mapping, job.columns)
    if unknown_owner not in DealImport.UnknownOwner.values:
        problems["unknown_owner"] = f"Choose one of {', '.join(DealImport.UnknownOwner.values)}."
    if problems:
        raise Invalid(problems)
    mappable = DealImport.objects.filter(pk=job.pk, status__in=[Status.MAPPING, Status.PREVIEW])
    if not mappable.update(mapping=dict(mapping), unknown_owner=unknown_owner, status=Status.PREVIEW):
        raise Conflict("This import runs or is done; its columns are settled.")
    job.refresh_from_db()


@transaction.atomic
def discard_deal_import(*, job: DealImport) -> None:
    """Forget a file of which nothing was written. `Conflict` when it runs or is done."""
    storage, path = job.file.storage, str(job.file.name)
    waiting = DealImport.objects.filter(pk=job.pk, status__in=[Status.MAPPING, Status.PREVIEW])
    if not waiting.delete()[0]:
        raise Conflict("This import runs or is done; it stays on record.")
    transaction.on_commit(lambda: storage.delete(path))


@transaction.atomic
def start_deal_import(*, job: DealImport, in_background: bool = True) -> None:
    """Have a worker write the previewed rows; without `in_background` the caller runs the import itself.

    `Conflict` when it runs or is done already.
    """
    gone = Q(status=Status.RUNNING, started_at__lt=now() - GONE_AFTER)
    startable = DealImport.objects.filter(Q(status=Status.PREVIEW) | gone, pk=job.pk)
    if not startable.update(status=Status.RUNNING, started_at=now(), error=""):
        raise Conflict(f"This import cannot be started: it is {job.get_status_display().lower()}.")
    job.refresh_from_db()
    if in_background:
        send_on_commit("revops.run_deal_import", str(job.pk))


def run_deal_import(*, import_id: UUID) -> None:
    """Write all deals of the import or none; what stopped it stands at the import, to be started again."""
    try:
        _write(import_id)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:2000]
        DealImport.objects.filter(pk=import_id).update(status=Status.PREVIEW, error=said)
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
    job.status, job.completed_at = Status.COMPLETED, now()
    job.save()
