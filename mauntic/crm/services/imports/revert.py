"""Taking an import back, as far as nobody has worked on what it brought."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.broker import send_on_commit
from mauntic.crm.models import Company, Contact, Import, ImportRow
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from mauntic.kernel.rows import update_rows

CHUNK = 500
Verdict = ImportRow.Verdict
TAKEN_BACK = "Taken back."
KEPT = "Kept: somebody changed it after the import."


@transaction.atomic
def revert_import(*, job: Import) -> None:
    """Have a worker take the import back: see `undo_import`. `Conflict` unless it is completed."""
    started = Import.objects.filter(pk=job.pk, status=Import.Status.COMPLETED).update(
        status=Import.Status.REVERTING, processed=0, progressed_at=now()
    )
    if not started:
        raise Conflict(f"Only a completed import can be taken back; {job.file_name} is not.")
    job.rows.exclude(verdict__in=[Verdict.CREATE, Verdict.UPDATE]).update(done_at=None)
    job.refresh_from_db()
    send_on_commit("crm.revert_import", str(job.pk))


def undo_import(*, job_id: UUID) -> None:
    """Delete the contacts that the import made and restore the values that it replaced.

    What a person or another import changed since stays as it is, and is counted as kept; what events wrote
    (scores, enrichment) does not count as a change. Companies that it made go when they have no contacts.
    Chunk by chunk, the last rows first; safe to run again.
    """
    while _undo_chunk(job_id):
        pass


@transaction.atomic
def _undo_chunk(job_id: UUID) -> bool:
    job = Import.objects.select_for_update().filter(pk=job_id, status=Import.Status.REVERTING).first()
    if job is None:
        return False
    rows = list(job.rows.exclude(done_at=None).select_related("contact").order_by("-number")[:CHUNK])
    if not rows:
        job.status = Import.Status.REVERTED
        job.save(update_fields=["status"])
        return False
    taken_back = _delete_created(rows) | _restore_updated(rows)
    _delete_made_companies(rows, made_until=job.completed_at or now())
    _empty_filled([row.before["company"] for row in rows if row.before and "company" in row.before])
    for row in rows:
        row.reason = TAKEN_BACK if row.pk in taken_back else KEPT
        row.done_at = None
    update_rows(ImportRow.objects, rows, {"reason", "done_at", "contact", "company"})
    job.reverted_count += len(taken_back)
    job.kept_count += len(rows) - len(taken_back)
    job.processed, job.progressed_at = job.processed + len(rows), now()
    job.save()
    return True


def _delete_created(rows: Sequence[ImportRow]) -> set[int]:
    untouched = [row for row in rows if row.verdict == Verdict.CREATE and not _is_touched(row)]
    Contact.objects.filter(pk__in=[row.contact_id for row in untouched]).delete()
    for row in untouched:
        row.contact = None
    return {row.pk for row in untouched}


def _is_touched(row: ImportRow) -> bool:
    return row.contact is not None and row.done_at is not None and row.contact.updated_at > row.done_at


def _restore_updated(rows: Sequence[ImportRow]) -> set[int]:
    ids = [row.contact_id for row in rows if row.verdict == Verdict.UPDATE and row.contact_id]
    locked = Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    contacts = {contact.pk: contact for contact in locked}
    companies = _companies_that_stand(rows)
    restored: dict[UUID, list[str]] = {}
    taken_back: set[int] = set()
    for row in rows:
        contact = contacts.get(row.contact_id) if row.contact_id and row.verdict == Verdict.UPDATE else None
        if contact is not None:
            names, complete = _restore(contact, row.before or {}, companies)
            if names:
                restored[contact.pk] = names
            if complete:
                taken_back.add(row.pk)
    touched = [contacts[pk] for pk in restored]
    update_rows(Contact.objects, touched, {"updated_at"}.union(*restored.values()) if touched else ())
    publish_many(ContactUpdated(contact_id=pk, changed_fields=names) for pk, names in restored.items())
    return taken_back


def _restore(contact: Contact, kept: Mapping[str, Any], companies: set[str]) -> tuple[list[str], bool]:
    """Put back each value that is still the import's; the names, and whether that were all."""
    before, written = kept.get("before", {}), kept.get("written", {})
    ours = [name for name in before if _current(contact, name) == written[name]]
    for name in ours:
        if name == "company":
            contact.company_id = UUID(before[name]) if before[name] in companies else None
        else:
            setattr(contact, name, before[name])
    return ours, len(ours) == len(before)


def _current(contact: Contact, name: str) -> Any:
    if name == "company":
        return str(contact.company_id) if contact.company_id else None
    return getattr(contact, name)


def _companies_that_stand(rows: Sequence[ImportRow]) -> set[str]:
    ids = {(row.before or {}).get("before", {}).get("company") for row in rows} - {None}
    return {str(pk) for pk in Company.objects.filter(pk__in=ids).values_list("pk", flat=True)}


def _delete_made_companies(rows: Sequence[ImportRow], *, made_until: datetime) -> None:
    made = Company.objects.filter(pk__in=[row.company_id for row in rows if row.company_id])
    gone = set(made.filter(contacts=None, updated_at__lte=made_until).values_list("pk", flat=True))
    Company.objects.filter(pk__in=gone).delete()
    for row in rows:
        if row.company_id in gone:
            row.company = None


def _empty_filled(fills: Sequence[Mapping[str, Any]]) -> None:
    """Empty what the import filled in on companies that were there, where it is still what it filled in."""
    locked = Company.objects.filter(pk__in=[fill["id"] for fill in fills]).order_by("pk").select_for_update()
    companies = {str(company.pk): company for company in locked}
    unknown, emptied = Company(), set[str]()
    for fill in fills:
        company = companies.get(fill["id"])
        for name, value in fill["filled"].items() if company else ():
            if str(getattr(company, name)) == str(value):
                setattr(company, name, getattr(unknown, name))
                emptied.add(name)
    update_rows(Company.objects, companies.values(), emptied)
