"""The checked rows become contacts and companies, a chunk per transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from mauntic.broker import send_on_commit
from mauntic.crm.models import Company, Contact, Import, ImportRow
from mauntic.crm.services.companies import CompaniesFound, companies_for, tell_contacts
from mauntic.crm.services.imports.matching import Cleaned, Matcher, changes
from mauntic.events.catalog import ContactCreated, ContactUpdated
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from mauntic.kernel.rows import update_rows

CHUNK = 500
CHUNKS_PER_MESSAGE = 40
Verdict = ImportRow.Verdict
TO_WRITE = (Verdict.CREATE, Verdict.UPDATE)


@transaction.atomic
def start_import(*, job: Import, in_background: bool = True) -> None:
    """Have a worker write the previewed rows. Skipped and wrong rows are settled at once.

    Without `in_background` the caller runs the import itself. `Conflict` unless the import stands at its
    preview.
    """
    started = Import.objects.filter(pk=job.pk, status=Import.Status.PREVIEW).update(
        status=Import.Status.RUNNING, started_at=now(), progressed_at=now()
    )
    if not started:
        raise Conflict(f"This import cannot be started: it is {job.get_status_display().lower()}.")
    settled = job.rows.exclude(verdict__in=TO_WRITE)
    settled.update(done_at=now())
    counted = settled.aggregate(
        skipped=Count("pk", filter=Q(verdict=Verdict.SKIP)),
        failed=Count("pk", filter=Q(verdict=Verdict.ERROR)),
    )
    Import.objects.filter(pk=job.pk).update(
        processed=counted["skipped"] + counted["failed"],
        skipped_count=counted["skipped"],
        failed_count=counted["failed"],
    )
    job.refresh_from_db()
    if in_background:
        send_on_commit("crm.run_import", str(job.pk))


def run_import(*, job_id: UUID, chunks: int = CHUNKS_PER_MESSAGE) -> bool:
    """Write at most so many chunks of the import; whether rows are left.

    Each chunk commits with its events, its rows' marks and the progress, or not at all. So a worker that dies
    loses nothing and doubles nothing, and two workers on one import take turns.
    """
    try:
        return all(_run_chunk(job_id) for _ in range(chunks))
    except Exception as error:
        Import.objects.filter(pk=job_id).update(error=f"{type(error).__name__}: {error}"[:2000])
        raise


@transaction.atomic
def _run_chunk(job_id: UUID) -> bool:
    """Write the next chunk; whether there was one."""
    job = Import.objects.select_for_update().filter(pk=job_id, status=Import.Status.RUNNING).first()
    if job is None:
        return False
    rows = list(job.rows.filter(done_at=None).order_by("number")[:CHUNK])
    if not rows:
        _finish(job)
        return False
    written = _Chunk(job, rows)
    written.write()
    job.processed += len(rows)
    job.created_count += written.count(Verdict.CREATE)
    job.updated_count += written.count(Verdict.UPDATE)
    job.skipped_count += written.count(Verdict.SKIP)
    job.progressed_at, job.error = now(), ""
    job.save()
    return True


def _finish(job: Import) -> None:
    job.status, job.completed_at = Import.Status.COMPLETED, now()
    job.save(update_fields=["status", "completed_at"])


@dataclass(slots=True)
class _Chunk:
    """Rows on their way to contacts: first companies, then contacts, events, and the rows' own fate."""

    job: Import
    rows: Sequence[ImportRow]
    new: list[Contact] = field(default_factory=list)
    touched: list[Contact] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    updated: list[ContactUpdated] = field(default_factory=list)
    noted: set[UUID] = field(default_factory=set)

    def write(self) -> None:
        cleaned = [Cleaned.of(row.cleaned or {}) for row in self.rows]
        matcher = Matcher()
        matcher.load(cleaned, lock=True)
        matches = [matcher.match(one) for one in cleaned]
        found = companies_for([one.details for one in cleaned])
        tell_contacts(found.filled)
        for row, one, contact, company in zip(self.rows, cleaned, matches, found.companies, strict=True):
            row.before = self._company_note(row, company, found)
            if contact is None:
                self._create(row, one, company)
            else:
                row.before = row.before | self._update(row, one, contact, company)
        Contact.objects.bulk_create(self.new)
        update_rows(Contact.objects, self.touched, self.columns | {"updated_at"} if self.touched else ())
        publish_many(ContactCreated(contact_id=contact.pk, source="import") for contact in self.new)
        publish_many(self.updated)
        self._settle()

    def count(self, verdict: ImportRow.Verdict) -> int:
        """How many of the rows ended so."""
        return sum(row.verdict == verdict for row in self.rows)

    def _create(self, row: ImportRow, cleaned: Cleaned, company: Company | None) -> None:
        values: dict[str, Any] = {"source": self.job.source, **cleaned.contact}
        row.verdict, row.contact = Verdict.CREATE, Contact(company=company, **values)
        self.new.append(row.contact)

    def _update(
        self, row: ImportRow, cleaned: Cleaned, contact: Contact, company: Company | None
    ) -> dict[str, Any]:
        """Apply what differs, and keep what it replaces for the revert."""
        new = changes(contact, cleaned)
        if company is not None and cleaned.details.get("name") and company.pk != contact.company_id:
            new["company"] = company
        # A row that was to fill in only its company may find that done by the row before it.
        row.verdict = Verdict.UPDATE if new or row.verdict == Verdict.UPDATE else Verdict.SKIP
        row.contact = contact
        before = {name: _kept(getattr(contact, name)) for name in new}
        for name, value in new.items():
            setattr(contact, name, value)
        if new:
            self.touched.append(contact)
            self.columns |= new.keys()
            self.updated.append(ContactUpdated(contact_id=contact.pk, changed_fields=list(new)))
        return {"before": before, "written": {name: _kept(value) for name, value in new.items()}}

    def _company_note(self, row: ImportRow, company: Company | None, found: CompaniesFound) -> dict[str, Any]:
        """Let the first row that needed a company answer for what was made or filled in."""
        if company is None or company.pk in self.noted:
            return {}
        self.noted.add(company.pk)
        if company.pk in found.created:
            row.company = company
        elif company.pk in found.filled:
            filled = {name: _kept(getattr(company, name)) for name in found.filled[company.pk]}
            return {"company": {"id": str(company.pk), "filled": filled}}
        return {}

    def _settle(self) -> None:
        done_at = now()
        for row in self.rows:
            row.done_at = done_at
        update_rows(ImportRow.objects, self.rows, {"verdict", "contact", "company", "before", "done_at"})


def _kept(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Company) else value
