"""Rows of the export of leads, under column names that an import of leads recognizes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from mauntic.crm.contacts.domain.export import LEFT_OUT, RECORD_ID
from mauntic.crm.contacts.models.contact import Contact, ContactQuerySet
from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.crm.fields.domain.definitions import Definition
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.crm.fields.selectors.words import cell_text, emails_of_people

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


@dataclass(frozen=True, slots=True)
class CustomCells:
    """The cells of custom fields. `emails` are the addresses of people by id."""

    fields: Mapping[str, Definition]
    emails: Mapping[str, str]

    @classmethod
    def of_leads(cls) -> "CustomCells":
        """Return the cells of the custom fields of leads, at most `MOST_CUSTOM`, in two queries at most."""
        fields = dict(islice(definitions("contact").items(), MOST_CUSTOM))
        return cls(fields, emails_of_people(fields))

    def cell(self, contact: Contact, key: str) -> str:
        """Return the cell of a field, as an import reads it back."""
        return cell_text(self.fields.get(key), contact.custom_fields.get(key), self.emails)


def export_head(custom: CustomCells) -> list[str]:
    """Return the column names."""
    return [RECORD_ID, *FIELD_CELLS, *LEFT_OUT, *(f"{CUSTOM}{key}" for key in custom.fields)]


def export_rows(contacts: Iterable[Contact], custom: CustomCells) -> Iterator[list[Any]]:
    """Yield a row for each lead of `exportable`."""
    for contact in contacts:
        yield [
            contact.pk,
            *(cell(contact) for cell in FIELD_CELLS.values()),
            *(getattr(contact, name) for name in LEFT_OUT),
            *(custom.cell(contact, key) for key in custom.fields),
        ]


def exported_cell(contact: Contact, target: str, custom: CustomCells) -> str:
    """Return the cell of a lead under a target of an import."""
    if target.startswith(CUSTOM):
        return custom.cell(contact, target.removeprefix(CUSTOM))
    cell = FIELD_CELLS.get(target)
    value = cell(contact) if cell else None
    return "" if value is None else str(value)
