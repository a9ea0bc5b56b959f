"""Write enriched values to contacts and companies, in sets and without `ContactUpdated`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower

from mauntic.broker.actor import Actor, ActorKind
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Watch
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.services.locks import lock_new_companies
from mauntic.crm.companies.services.matching import companies_for
from mauntic.crm.contacts.models.contact import Contact, EnrichmentStatus
from mauntic.crm.fields.domain.cleaning import company_details
from mauntic.kernel.db.rows import update_rows


@dataclass(frozen=True, slots=True)
class EnrichedChange:
    """New values of one contact: by columns of Contact, and by columns of Company for its employer.

    `source` has the names of the vendors, for the history; empty means who does the current work.
    """

    contact_id: UUID
    values: Mapping[str, Any] = field(default_factory=dict)
    company_values: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@transaction.atomic(savepoint=False)
def write_enriched(*, changes: Sequence[EnrichedChange]) -> set[UUID]:
    """Write normalized values to contacts and their companies. Enrichment publishes `LeadEnriched` itself.

    A contact without a company gets the company with that domain or name, or a new one. `updated_at` does not
    change: it records changes by people. An email address of another contact and a domain of another company
    are not written.

    Returns: the ids of the contacts with a value that was not written.
    """
    ids = [change.contact_id for change in changes]
    rows = Contact.objects.filter(pk__in=ids).select_related("company").order_by("pk")
    contacts = {contact.pk: contact for contact in rows.select_for_update(of=("self",), no_key=True)}
    watch = Watch.over(Subject.CONTACT, contacts.values())
    _lock_companies(contacts, changes)
    refused = _refused_emails(changes)
    names = _apply_to_contacts(contacts, changes, refused)
    names |= _find_companies(contacts, changes)
    update_rows(Contact.objects, contacts.values(), names)
    vendors = {change.contact_id: change.source for change in changes if change.source}
    watch.record(contacts.values(), actors=_actors(vendors))
    return refused | _write_companies(contacts, changes)


@transaction.atomic
def write_company_facts(
    *, values: Mapping[UUID, Mapping[str, Any]], sources: Mapping[UUID, str] = MappingProxyType({})
) -> None:
    """Write normalized values to companies.

    Args: `values` holds values by column of Company, by id of the company. `sources` has the names of the
    vendors, as in `EnrichedChange`.
    """
    lock_new_companies([{"domain": each.get("domain")} for each in values.values()])
    companies = list(Company.objects.filter(pk__in=values).order_by("pk").select_for_update(no_key=True))
    watch = Watch.over(Subject.COMPANY, companies)
    for company in companies:
        for name, value in values[company.pk].items():
            setattr(company, name, value)
    update_rows(Company.objects, companies, {name for each in values.values() for name in each})
    watch.record(companies, actors=_actors(sources))


def mark_enrichment_pending(*, contact_ids: Sequence[UUID]) -> int:
    """Set the status of enrichment of contacts to pending.

    Returns: the number of contacts.
    """
    return Contact.objects.filter(pk__in=contact_ids).update(enrichment_status=EnrichmentStatus.PENDING)


def _actors(sources: Mapping[UUID, str]) -> dict[UUID, Actor]:
    return {pk: Actor(ActorKind.VENDOR, label=names) for pk, names in sources.items()}


def _lock_companies(contacts: Mapping[UUID, Contact], changes: Sequence[EnrichedChange]) -> None:
    """Lock each name and domain that will be written, before the first company: the order of locks."""
    known = [change for change in changes if change.contact_id in contacts]
    lock_new_companies(
        {"domain": change.company_values.get("domain")}
        if contacts[change.contact_id].company_id
        else company_details(change.company_values)
        for change in known
    )


def _apply_to_contacts(
    contacts: Mapping[UUID, Contact], changes: Sequence[EnrichedChange], refused: set[UUID]
) -> set[str]:
    names: set[str] = set()
    for change in changes:
        contact = contacts.get(change.contact_id)
        for name, value in change.values.items() if contact else ():
            if name == "email" and change.contact_id in refused:
                continue
            setattr(contact, name, value)
            names.add(name)
    return names


def _refused_emails(changes: Sequence[EnrichedChange]) -> set[UUID]:
    wanted = {change.contact_id: str(change.values.get("email") or "").lower() for change in changes}
    holders = Contact.objects.with_emails(wanted.values())
    taken = {email.lower(): pk for email, pk in holders.values_list("email", "pk")}
    return {pk for pk, mail in wanted.items() if mail and taken.setdefault(mail, pk) != pk}


def _find_companies(contacts: Mapping[UUID, Contact], changes: Sequence[EnrichedChange]) -> set[str]:
    without_company = [
        (contacts[change.contact_id], company_details(change.company_values))
        for change in changes
        if change.contact_id in contacts
        and contacts[change.contact_id].company_id is None
        and any(change.company_values.values())
    ]
    if not without_company:
        return set()
    found = companies_for([details for _, details in without_company])
    for (contact, _), company in zip(without_company, found.companies, strict=True):
        contact.company = company
    return {"company"}


def _write_companies(contacts: Mapping[UUID, Contact], changes: Sequence[EnrichedChange]) -> set[UUID]:
    wanted: dict[UUID, dict[str, Any]] = {}
    sources: dict[UUID, str] = {}
    refused: set[UUID] = set()
    taken = _domain_holders(changes)
    for change in changes:
        company_id = contacts[change.contact_id].company_id if change.contact_id in contacts else None
        if company_id is None:
            continue
        values = dict(change.company_values)
        domain = str(values.get("domain") or "").lower()
        if domain and taken.setdefault(domain, company_id) != company_id:
            del values["domain"]
            refused.add(change.contact_id)
        wanted.setdefault(company_id, {}).update(values)
        if values and change.source:
            sources[company_id] = change.source
    write_company_facts(values={pk: values for pk, values in wanted.items() if values}, sources=sources)
    return refused


def _domain_holders(changes: Sequence[EnrichedChange]) -> dict[str, UUID]:
    domains = {str(change.company_values.get("domain") or "").lower() for change in changes} - {""}
    holders = Company.objects.annotate(low=Lower("domain")).filter(low__in=domains)
    return dict(holders.values_list("low", "pk"))
