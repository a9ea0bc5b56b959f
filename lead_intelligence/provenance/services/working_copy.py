"""Save a working copy of leads and companies in the CRM, and publish what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Value, to_json
from lead_intelligence.leads.selectors import COMPANY_FACTS, OF_COMPANY, OF_CONTACT, crm_names
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.selectors.working_copy import WorkingCopy
from mauntic.crm.companies.services.matching import companies_for
from mauntic.crm.contacts.services.enriched import EnrichedChange, write_company_facts, write_enriched
from mauntic.crm.models import Company, Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many

EMPTY: Mapping[Field, object] = {Field.COMPANY_SIZE: None, Field.TECH_STACK: []}


def save_working_copy(copy: WorkingCopy) -> set[UUID]:
    """Write the changes in bulk. Addresses that another lead has are left out.

    Args:
        copy: locked contacts and companies with the new values of fields.

    Returns: the contacts whose address was left out.
    """
    employers = _employers(copy)
    contacts: dict[UUID, dict[str, Any]] = defaultdict(dict)
    companies: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for (owner, field), value in copy.changes.items():
        if field is Field.COMPANY:
            contacts[owner]["company"] = employers[value] if value else None
        elif field in COMPANY_FACTS:
            companies[owner][OF_COMPANY[field]] = _stored(field, value)
        else:
            contacts[owner][OF_CONTACT[field]] = _stored(field, value)
    write_company_facts(values=companies)
    return write_enriched(changes=[EnrichedChange(pk, contacts[pk]) for pk in sorted(contacts)])


def publish_changes(writes: Iterable[FieldWrite]) -> None:
    """Publish `ContactUpdated` once per contact. A changed company counts for all its contacts.

    Args:
        writes: the audit rows of the changed values.

    Publishes: `ContactUpdated` for each contact, by id.
    """
    own: dict[UUID, list[Field]] = defaultdict(list)
    shared: dict[UUID, list[Field]] = defaultdict(list)
    for write in writes:
        (shared if write.company_id else own)[write.company_id or write.contact_id].append(Field(write.field))
    people = Contact.objects.filter(company__in=shared).order_by("pk").values_list("pk", "company")
    for contact, company in people:
        own[contact] += shared[company]
    publish_many(ContactUpdated(contact_id=pk, changed_fields=crm_names(own[pk])) for pk in sorted(own))


def refused_writes(writes: Sequence[FieldWrite], refused: set[UUID]) -> set[UUID]:
    """Return the ids of the writes whose address another lead has.

    Args:
        writes: the audit rows of the changed values.
        refused: the contacts from `save_working_copy`.
    """
    return {write.pk for write in writes if write.field == Field.EMAIL and write.contact_id in refused}


def _employers(copy: WorkingCopy) -> Mapping[Value, Company | None]:
    """Find or create the companies with these names."""
    names = list(
        dict.fromkeys(value for (_, field), value in copy.changes.items() if field is Field.COMPANY and value)
    )
    found = companies_for([{"name": name} for name in names]).companies if names else []
    return dict(zip(names, found, strict=True))


def _stored(field: Field, value: Value | None) -> object:
    return EMPTY.get(field, "") if value is None else to_json(value)
