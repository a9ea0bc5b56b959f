"""Revert imports, except for leads that changed after the import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Watch
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.services.in_use import used_companies
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.services.removal import contacts_with_work, delete_unused_contacts
from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many
from mauntic.imports.services.steps import start_revert
from mauntic.kernel.clock import now
from mauntic.kernel.db.conflicts import CONFLICTS
from mauntic.kernel.db.rows import update_rows

CHUNK = 500
Verdict = ImportRow.Verdict
REVERTED = gettext_lazy("Reverted.")
NOT_REVERTED = gettext_lazy("Not reverted: changed after the import.")


@dataclass(frozen=True, slots=True)
class RevertPreview:
    """What a revert would do, in numbers of leads.

    Leads that the import created are `deleted`, or stay because they were `changed` or are `in_use`. Leads
    that it updated get back their values; of those that were `changed_since`, only values that are still
    the imported ones. `companies` are those that the import created; they go if nothing else uses them.
    """

    deleted: int
    changed: int
    in_use: int
    restored: int
    changed_since: int
    companies: int


@transaction.atomic
def revert_import(*, job: Import) -> None:
    """Enqueue the revert of an import: see `run_revert`.

    Raises: `Conflict` unless the import is completed.
    """
    start_revert(flow=CONTACTS, job=job)
    job.rows.exclude(verdict__in=[Verdict.CREATE, Verdict.UPDATE]).update(done_at=None)


def run_revert(*, job_id: UUID) -> None:
    """Delete the contacts that the import created, and restore the values that it replaced.

    Contacts that a person or another import changed later stay, and are counted as kept, as are those that
    hold work of people (`contacts_in_use`). Scores and enrichment do not count as changes. Companies that the
    import created are deleted if they have no contacts and hold no work of people (`companies_in_use`). Works
    in chunks, last rows first. Safe to run again.

    Publishes: `ContactUpdated` for each contact that is restored.
    """
    # Retried: workers may be enriching or scoring contacts that are deleted here.
    while CONFLICTS(_revert_chunk, job_id):
        pass


@transaction.atomic
def _revert_chunk(job_id: UUID) -> bool:
    job = Import.objects.select_for_update().filter(pk=job_id, status=Import.Status.REVERTING).first()
    if job is None:
        return False
    rows = list(job.rows.exclude(done_at=None).select_related("contact").order_by("-number")[:CHUNK])
    if not rows:
        job.status = Import.Status.REVERTED
        job.save(update_fields=["status"])
        return False
    with acting(Actor(ActorKind.IMPORT, str(job.pk), job.file_name, is_undo=True)):
        reverted = _delete_created(rows) | _restore_updated(rows)
        _delete_created_companies(rows, created_until=job.completed_at or now())
        _empty_filled([row.before["company"] for row in rows if row.before and "company" in row.before])
    for row in rows:
        row.reason = str(REVERTED if row.pk in reverted else NOT_REVERTED)
        row.done_at = None
    update_rows(ImportRow.objects, rows, {"reason", "done_at", "contact", "company"})
    job.reverted_count += len(reverted)
    job.kept_count += len(rows) - len(reverted)
    job.processed, job.progressed_at, job.attempts = job.processed + len(rows), now(), 0
    job.save()
    return True


def _delete_created(rows: Sequence[ImportRow]) -> set[int]:
    untouched = [row for row in rows if row.verdict == Verdict.CREATE and not _is_touched(row)]
    in_use = delete_unused_contacts(contact_ids=[row.contact_id for row in untouched if row.contact_id])
    deleted = [row for row in untouched if row.contact_id not in in_use]
    for row in deleted:
        row.contact = None
    return {row.pk for row in deleted}


def revert_preview(job: Import) -> RevertPreview:
    """Count what a revert of a completed import would do, in a constant number of queries."""
    written = job.rows.exclude(done_at=None).order_by()
    created = written.filter(verdict=Verdict.CREATE, contact__isnull=False)
    untouched = created.filter(contact__updated_at__lte=F("done_at"))
    ids = list(untouched.values_list("contact", flat=True))
    in_use = len(contacts_with_work(ids))
    updated = written.filter(verdict=Verdict.UPDATE, contact__isnull=False)
    return RevertPreview(
        deleted=len(ids) - in_use,
        changed=created.count() - len(ids),
        in_use=in_use,
        restored=updated.count(),
        changed_since=updated.filter(contact__updated_at__gt=F("done_at")).count(),
        companies=written.exclude(company=None).values("company").distinct().count(),
    )


def _is_touched(row: ImportRow) -> bool:
    return row.contact is not None and row.done_at is not None and row.contact.updated_at > row.done_at


def _restore_updated(rows: Sequence[ImportRow]) -> set[int]:
    ids = [row.contact_id for row in rows if row.verdict == Verdict.UPDATE and row.contact_id]
    locked = Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    contacts = {contact.pk: contact for contact in locked}
    watch = Watch.over(Subject.CONTACT, contacts.values())
    companies = _existing_companies(rows)
    restored: dict[UUID, list[str]] = {}
    reverted: set[int] = set()
    for row in rows:
        contact = contacts.get(row.contact_id) if row.contact_id and row.verdict == Verdict.UPDATE else None
        if contact is not None:
            names, complete = _restore(contact, row.before or {}, companies)
            if names:
                restored[contact.pk] = names
            if complete:
                reverted.add(row.pk)
    touched = [contacts[pk] for pk in restored]
    update_rows(Contact.objects, touched, {"updated_at"}.union(*restored.values()) if touched else ())
    watch.record(touched)
    publish_many(ContactUpdated(contact_id=pk, changed_fields=names) for pk, names in restored.items())
    return reverted


def _restore(contact: Contact, stored: Mapping[str, Any], companies: set[str]) -> tuple[list[str], bool]:
    """Restore each value that the import wrote and nobody changed.

    Returns: the names of the values, and whether these are all that the import wrote.
    """
    before, written = stored.get("before", {}), stored.get("written", {})
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


def _existing_companies(rows: Sequence[ImportRow]) -> set[str]:
    ids = {(row.before or {}).get("before", {}).get("company") for row in rows} - {None}
    return {str(pk) for pk in Company.objects.filter(pk__in=ids).values_list("pk", flat=True)}


def _delete_created_companies(rows: Sequence[ImportRow], *, created_until: datetime) -> None:
    made = Company.objects.filter(pk__in=[row.company_id for row in rows if row.company_id])
    gone = set(made.filter(contacts=None, updated_at__lte=created_until).values_list("pk", flat=True))
    gone -= used_companies(gone)
    Company.objects.filter(pk__in=gone).delete()
    for row in rows:
        if row.company_id in gone:
            row.company = None


def _empty_filled(fills: Sequence[Mapping[str, Any]]) -> None:
    """Empty the columns that the import filled on known companies, unless they changed later."""
    locked = (
        Company.objects.filter(pk__in=[fill["id"] for fill in fills])
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    companies = {str(company.pk): company for company in locked}
    watch = Watch.over(Subject.COMPANY, companies.values())
    unknown, emptied = Company(), set[str]()
    for fill in fills:
        company = companies.get(fill["id"])
        for name, value in fill["filled"].items() if company else ():
            if str(getattr(company, name)) == str(value):
                setattr(company, name, getattr(unknown, name))
                emptied.add(name)
    update_rows(Company.objects, companies.values(), emptied)
    watch.record(companies.values())
