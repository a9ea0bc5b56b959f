"""Writing a sheet of changed values back to the CRM, and telling of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import to_json
from lead_intelligence.models import FieldWrite
from lead_intelligence.selectors.leads import COMPANY_FACTS, OF_COMPANY, OF_CONTACT, crm_names
from lead_intelligence.selectors.sheets import Sheet
from mauntic.crm.models import Company, Contact
from mauntic.crm.services import EnrichedChange, write_company_facts, write_enriched
from mauntic.crm.services.companies import companies_for
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many

EMPTY: Mapping[Field, object] = {Field.COMPANY_SIZE: None, Field.TECH_STACK: []}


def save_sheet(sheet: Sheet) -> set[UUID]:
    """Write what was changed, in sets; the contacts whose address was left out: another lead has it."""
    employers = _employers(sheet)
    contacts: dict[UUID, dict[str, Any]] = defaultdict(dict)
    companies: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for (owner, field), value in sheet.changes.items():
        if field is Field.COMPANY:
            contacts[owner]["company"] = employers[value] if value else None
        elif field in COMPANY_FACTS:
            companies[owner][OF_COMPANY[field]] = _stored(field, value)
        else:
            contacts[owner][OF_CONTACT[field]] = _stored(field, value)
    write_company_facts(values=companies)
    return write_enriched(changes=[EnrichedChange(pk, contacts[pk]) for pk in sorted(contacts)])


def publish_changes(writes: Iterable[FieldWrite]) -> None:
    """Tell of fields that changed: once per contact, and of facts about a company to all its people."""
    own: dict[UUID, list[Field]] = defaultdict(list)
    shared: dict[UUID, list[Field]] = defaultdict(list)
    for write in writes:
        (shared if write.company_id else own)[write.company_id or write.contact_id].append(Field(write.field))
    people = Contact.objects.filter(company__in=shared).order_by("pk").values_list("pk", "company")
    for contact, company in people:
        own[contact] += shared[company]
    publish_many(ContactUpdated(contact_id=pk, changed_fields=crm_names(own[pk])) for pk in sorted(own))


def refused_writes(writes: Sequence[FieldWrite], refused: set[UUID]) -> set[UUID]:
    """Those of the writes whose address belongs to another lead by now."""
    return {write.pk for write in writes if write.field == Field.EMAIL and write.contact_id in refused}


def _employers(sheet: Sheet) -> Mapping[Value, Company | None]:
    """The companies with these names, found or made in one go."""
    names = list(
        dict.fromkeys(
            value for (_, field), value in sheet.changes.items() if field is Field.COMPANY and value
        )
    )
    found = companies_for([{"name": name} for name in names]).companies if names else []
    return dict(zip(names, found, strict=True))


def _stored(field: Field, value: Value | None) -> object:
    return EMPTY.get(field, "") if value is None else to_json(value)
