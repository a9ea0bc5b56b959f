"""Write checked rows as contacts and companies, a chunk per transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Watch
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.services.edit import publish_company_changes
from mauntic.crm.companies.services.matching import CompaniesFound, companies_for
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.fields.models import FieldType
from mauntic.crm.fields.selectors.definitions import custom_fields, definitions
from mauntic.crm.fields.services.defining import define_missing
from mauntic.crm.imports.domain.mapping import new_custom_fields
from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.imports.services.matching import Cleaned, Matcher, changes, with_forms
from mauntic.events.catalog import ContactCreated, ContactUpdated
from mauntic.events.services import publish_many
from mauntic.imports.models import Verdict
from mauntic.imports.services.steps import recorded_errors, start
from mauntic.kernel.clock import now
from mauntic.kernel.db.conflicts import CONFLICTS
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict

CHUNK = 500
CHUNKS_PER_MESSAGE = 40
TO_WRITE = (Verdict.CREATE, Verdict.UPDATE)


@transaction.atomic
def start_import(*, job: Import, enriches: bool = True, in_background: bool = True) -> None:
    """Start to write the previewed rows. Skipped and failed rows are settled at once.

    Args: `enriches` is whether new leads are enriched, if the organization enriches new leads. Without
    `in_background` the caller runs the import itself.
    Raises: `Conflict` unless the import has the status preview, and for a new column that is a field now.
    """
    checked_at = job.progressed_at or now()
    start(flow=CONTACTS, job=job, in_background=in_background)
    _refuse_new_kinds(job, checked_at)
    define_missing(owner="contact", keys=new_custom_fields(job.mapping, definitions("contact")))
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
        enriches=enriches and job.enriches,
    )
    job.refresh_from_db()


def _refuse_new_kinds(job: Import, checked_at: datetime) -> None:
    """Refuse an import whose new columns somebody defined after the preview: it read them as texts."""
    keys = new_custom_fields(job.mapping, ())
    later = custom_fields("contact").filter(key__in=keys, created_at__gt=checked_at)
    other = later.exclude(kind__in=(FieldType.TEXT, FieldType.LONG_TEXT)).first()
    if other:
        text = _('The field "{name}" was defined after the preview. Check the mapping again, then start.')
        raise Conflict(text.format(name=other.label))


def run_import(*, job_id: UUID, chunks: int = CHUNKS_PER_MESSAGE) -> bool:
    """Write chunks of an import.

    Each chunk commits together with its events, the results of its rows and the progress. So a worker that
    dies neither loses nor repeats a row, and two workers on one import take turns.

    Args: `chunks` is the most that are written.
    Returns: whether rows are left.
    Publishes: `ContactUpdated` for companies that are filled, `ContactCreated`, `ContactUpdated`.
    """
    with recorded_errors(CONTACTS, job_id, at=Import.Status.RUNNING):
        # Retried: another transaction may create a contact with the same email address after the look-up.
        return all(CONFLICTS(_run_chunk, job_id) for _ in range(chunks))


@transaction.atomic
def _run_chunk(job_id: UUID) -> bool:
    """Write the next chunk.

    Returns: whether there was one.
    """
    job = Import.objects.select_for_update().filter(pk=job_id, status=Import.Status.RUNNING).first()
    if job is None:
        return False
    rows = list(job.rows.filter(done_at=None).order_by("number")[:CHUNK])
    if not rows:
        _finish(job)
        return False
    written = _Chunk(job, rows)
    with acting(Actor(ActorKind.IMPORT, str(job.pk), job.file_name)):
        written.write()
    job.processed += len(rows)
    job.created_count += written.count(Verdict.CREATE)
    job.updated_count += written.count(Verdict.UPDATE)
    job.skipped_count += written.count(Verdict.SKIP)
    job.progressed_at, job.error, job.attempts = now(), "", 0
    job.save()
    return True


def _finish(job: Import) -> None:
    job.status, job.completed_at = Import.Status.COMPLETED, now()
    job.save(update_fields=["status", "completed_at"])


@dataclass(slots=True)
class _Chunk:
    """Writes companies, then contacts, events, and the results of the rows."""

    job: Import
    rows: Sequence[ImportRow]
    new: list[Contact] = field(default_factory=list)
    touched: list[Contact] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    updated: list[ContactUpdated] = field(default_factory=list)
    noted: set[UUID] = field(default_factory=set)
    derived: dict[UUID, Mapping[str, str]] = field(default_factory=dict)

    def write(self) -> None:
        cleaned = with_forms([Cleaned.of(row.cleaned or {}) for row in self.rows])
        matcher = Matcher()
        matcher.load(cleaned, lock=True)
        matches = [matcher.match(one) for one in cleaned]
        watch = Watch.over(Subject.CONTACT, filter(None, matches))
        found = companies_for([one.details for one in cleaned])
        publish_company_changes(found.filled)
        for row, one, contact, company in zip(self.rows, cleaned, matches, found.companies, strict=True):
            row.before = self._company_note(row, company, found)
            if contact is not None:
                held = matcher.holder(one, contact) is not None
                row.before = row.before | self._update(row, one, contact, company, is_held=held)
            elif one.record:
                # The row holds only the values that differ from the deleted lead.
                row.verdict = Verdict.SKIP
                row.reason = _("This lead was deleted before the row was written.")
            else:
                self._create(row, one, company)
        Contact.objects.bulk_create(self.new)
        update_rows(Contact.objects, self.touched, self.columns | {"updated_at"} if self.touched else ())
        watch.record(self.touched, new=self.new, derived=self.derived)
        publish_many(
            ContactCreated(contact_id=contact.pk, source="import", enrich=self.job.enriches)
            for contact in self.new
        )
        publish_many(self.updated)
        self._settle()

    def count(self, verdict: Verdict) -> int:
        """Return the number of rows with this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def _create(self, row: ImportRow, cleaned: Cleaned, company: Company | None) -> None:
        values: dict[str, Any] = {"source": self.job.source, **cleaned.contact}
        row.verdict, row.contact = Verdict.CREATE, Contact(company=company, **values)
        self.new.append(row.contact)
        self.derived[row.contact.pk] = cleaned.derived

    def _update(
        self, row: ImportRow, cleaned: Cleaned, contact: Contact, company: Company | None, *, is_held: bool
    ) -> dict[str, Any]:
        """Apply the changes of a row, and return the replaced values for the revert.

        Args: with `is_held`, another contact got the email address after the check, and keeps it.
        """
        new = changes(contact, cleaned)
        if is_held:
            new.pop("email", None)
        if company is not None and cleaned.details.get("name") and company.pk != contact.company_id:
            new["company"] = company
        # The row before may have filled the company already, so that nothing is left to update.
        row.verdict = Verdict.UPDATE if new or row.verdict == Verdict.UPDATE else Verdict.SKIP
        row.contact = contact
        before = {name: _stored(getattr(contact, name)) for name in new}
        for name, value in new.items():
            setattr(contact, name, value)
        if new:
            self.touched.append(contact)
            self.derived[contact.pk] = cleaned.derived
            self.columns |= new.keys()
            self.updated.append(ContactUpdated(contact_id=contact.pk, changed_fields=list(new)))
        return {"before": before, "written": {name: _stored(value) for name, value in new.items()}}

    def _company_note(self, row: ImportRow, company: Company | None, found: CompaniesFound) -> dict[str, Any]:
        """Record a created or filled company on the first row that needed it."""
        if company is None or company.pk in self.noted:
            return {}
        self.noted.add(company.pk)
        if company.pk in found.created:
            row.company = company
        elif company.pk in found.filled:
            filled = {name: _stored(getattr(company, name)) for name in found.filled[company.pk]}
            return {"company": {"id": str(company.pk), "filled": filled}}
        return {}

    def _settle(self) -> None:
        done_at = now()
        for row in self.rows:
            row.done_at = done_at
        update_rows(
            ImportRow.objects, self.rows, {"verdict", "reason", "contact", "company", "before", "done_at"}
        )


def _stored(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Company) else value
