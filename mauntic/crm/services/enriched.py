"""What enrichment writes on contacts and their companies, in sets and without `ContactUpdated`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower

from mauntic.crm.domain.cleaning import company_details
from mauntic.crm.models import Company, Contact, EnrichmentStatus
from mauntic.crm.services.companies import companies_for
from mauntic.kernel.rows import update_rows


@dataclass(frozen=True, slots=True)
class EnrichedChange:
    """New values of one contact: by columns of Contact, and by columns of Company for its employer."""

    contact_id: UUID
    values: Mapping[str, Any] = field(default_factory=dict)
    company_values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def write_enriched(*, changes: Sequence[EnrichedChange]) -> set[UUID]:
    """Write values as they are (normalized already); enrichment itself tells of them by `LeadEnriched`.

    Company values go to the contact's company. A contact without one gets the company with that domain or
    name, or a new one. `updated_at` stays: it tells of people's changes. An e-mail address that another
    contact has, and a domain that another company has, are left out; the ids of those contacts come back.
    """
    ids = [change.contact_id for change in changes]
    rows = Contact.objects.filter(pk__in=ids).select_related("company").order_by("pk")
    contacts = {contact.pk: contact for contact in rows.select_for_update(of=("self",))}
    refused = _refused_emails(changes)
    names = _apply_to_contacts(contacts, changes, refused)
    names |= _find_companies(contacts, changes)
    update_rows(Contact.objects, contacts.values(), names)
    return refused | _write_companies(contacts, changes)


@transaction.atomic
def write_company_facts(*, values: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Write values by columns of Company, as they are, on the companies with these ids."""
    companies = list(Company.objects.filter(pk__in=values).order_by("pk").select_for_update())
    for company in companies:
        for name, value in values[company.pk].items():
            setattr(company, name, value)
    update_rows(Company.objects, companies, {name for each in values.values() for name in each})


def mark_enrichment_pending(*, contact_ids: Sequence[UUID]) -> int:
    """Show contacts as being enriched; how many there are."""
    return Contact.objects.filter(pk__in=contact_ids).update(enrichment_status=EnrichmentStatus.PENDING)


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
    holders = Contact.objects.annotate(low=Lower("email")).filter(
        low__in={mail for mail in wanted.values() if mail}
    )
    taken: dict[str, UUID] = dict(holders.values_list("low", "pk"))
    return {pk for pk, mail in wanted.items() if mail and taken.setdefault(mail, pk) != pk}


def _find_companies(contacts: Mapping[UUID, Contact], changes: Sequence[EnrichedChange]) -> set[str]:
    homeless = [
        (contacts[change.contact_id], company_details(change.company_values))
        for change in changes
        if change.contact_id in contacts
        and contacts[change.contact_id].company_id is None
        and any(change.company_values.values())
    ]
    if not homeless:
        return set()
    found = companies_for([details for _, details in homeless])
    for (contact, _), company in zip(homeless, found.companies, strict=True):
        contact.company = company
    return {"company"}


def _write_companies(contacts: Mapping[UUID, Contact], changes: Sequence[EnrichedChange]) -> set[UUID]:
    wanted: dict[UUID, dict[str, Any]] = {}
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
    write_company_facts(values={pk: values for pk, values in wanted.items() if values})
    return refused


def _domain_holders(changes: Sequence[EnrichedChange]) -> dict[str, UUID]:
    domains = {str(change.company_values.get("domain") or "").lower() for change in changes} - {""}
    holders = Company.objects.annotate(low=Lower("domain")).filter(low__in=domains)
    return dict(holders.values_list("low", "pk"))
