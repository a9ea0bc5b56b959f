"""Rows of the export of leads, under column names that an import of leads recognizes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from mauntic.crm.contacts.domain.export import LEFT_OUT, RECORD_ID
from mauntic.crm.contacts.models.contact import Contact, ContactQuerySet
from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.crm.fields.domain.custom import custom_cell
from mauntic.crm.fields.selectors import custom_names

MOST_CUSTOM = 250
"""Custom fields that are exported: with the other columns they are no more than an import reads."""


def _of_company(name: str) -> Callable[[Contact], Any]:
    return lambda contact: getattr(contact.company, name, None)


FIELD_CELLS: Mapping[str, Callable[[Contact], Any]] = {
    "first_name": lambda contact: contact.first_name,
    "last_name": lambda contact: contact.last_name,
    "email": lambda contact: contact.email,
    "phone": lambda contact: contact.phone,
    "direct_phone": lambda contact: contact.direct_phone,
    "title": lambda contact: contact.title,
    "seniority": lambda contact: contact.seniority,
    "country": lambda contact: contact.country,
    "region": lambda contact: contact.region,
    "linkedin_url": lambda contact: contact.linkedin_url,
    "company": _of_company("name"),
    "website": _of_company("domain"),
    "industry": _of_company("industry"),
    "employees": _of_company("employees"),
    "revenue": _of_company("revenue"),
    "revenue_currency": _of_company("revenue_currency"),
    "company_country": _of_company("country"),
    "tech_stack": lambda contact: "; ".join(contact.company.tech_stack) if contact.company else None,
    "lifecycle_stage": lambda contact: contact.lifecycle_stage,
    "source": lambda contact: contact.source,
    "referrer": lambda contact: contact.referrer,
    "consent": lambda contact: contact.consent,
}
"""The cell of each field that an import reads."""


def exportable(rows: ContactQuerySet) -> ContactQuerySet:
    """Return the leads with everything that their rows show."""
    return rows.defer(None).defer("company__custom_fields").select_related("company", "owner")


def exported_names(rows: ContactQuerySet) -> list[str]:
    """Return the names of the custom fields that are exported, at most `MOST_CUSTOM`, in one query."""
    return custom_names(rows)[:MOST_CUSTOM]


def export_head(custom: Sequence[str]) -> list[str]:
    """Return the column names."""
    return [RECORD_ID, *FIELD_CELLS, *LEFT_OUT, *(f"{CUSTOM}{name}" for name in custom)]


def export_rows(contacts: Iterable[Contact], custom: Sequence[str]) -> Iterator[list[Any]]:
    """Yield a row for each lead of `exportable`."""
    for contact in contacts:
        yield [
            contact.pk,
            *(cell(contact) for cell in FIELD_CELLS.values()),
            *(getattr(contact, name) for name in LEFT_OUT),
            *(custom_cell(contact.custom_fields.get(name)) for name in custom),
        ]


def exported_cell(contact: Contact, target: str) -> str:
    """Return the cell of a lead under a target of an import."""
    if target.startswith(CUSTOM):
        return custom_cell(contact.custom_fields.get(target.removeprefix(CUSTOM)))
    cell = FIELD_CELLS.get(target)
    value = cell(contact) if cell else None
    return "" if value is None else str(value)
