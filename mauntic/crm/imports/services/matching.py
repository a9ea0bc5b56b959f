"""Match rows to contacts, and find what they would change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Concat

from mauntic.crm.companies.domain.directory import Known, is_same
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.selectors.employers import companies_like
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.fields.domain.cleaning import company_details
from mauntic.crm.fields.domain.custom import custom_cell, custom_problem
from mauntic.kernel.db.search import SearchForm, search_forms
from mauntic.kernel.normalize import company_domain

# A later list does not replace the source of a lead.
NOT_REPLACED = frozenset({"source"})
EMPTY: tuple[object, ...] = (None, "", [], {})
PersonKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean values of a row by column of contact and company, as stored in `ImportRow.cleaned`."""

    contact: Mapping[str, Any]
    company: Mapping[str, Any]
    record: UUID | None = None
    """Id of the lead, in a file that Mauntic exported."""
    name_form: str = ""
    """Search form of the person's name (see `with_forms`): José, composed or not, and "jose" are equal."""
    derived: Mapping[str, str] = field(default_factory=dict)
    """The field that a value was made from, by name. Rows that an earlier release checked do not tell it."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Cleaned":
        """Return the values from a stored row."""
        record = stored.get("record")
        return cls(
            stored["contact"],
            stored["company"],
            UUID(record) if record else None,
            derived=stored.get("derived", {}),
        )

    @property
    def as_json(self) -> dict[str, Any]:
        """Return the value that `of` reads."""
        record = {"record": str(self.record)} if self.record else {}
        derived = {"derived": self.derived} if self.derived else {}
        return {"contact": self.contact, "company": self.company} | record | derived

    @property
    def email(self) -> str:
        """Return the email address in lower case, or an empty text."""
        return str(self.contact.get("email") or "")

    @property
    def details(self) -> dict[str, Any]:
        """Return the values that find or create the company."""
        return company_details(self.company, self.email)

    @property
    def person(self) -> PersonKey | None:
        """Return the employer and the name if both are known. They replace a missing email address.

        The employer is its domain, or its name in lower case where no domain is known.
        """
        employer = self.domain or str(self.company.get("name") or "").lower()
        return (employer, self.name_form) if self.name_form and employer else None

    @property
    def domain(self) -> str:
        """Return the domain of the company, else of the email address; empty for public mail services."""
        return str(self.company.get("domain") or company_domain(self.email) or "").lower()

    @property
    def name(self) -> str:
        """Return first and last name, as far as they are known."""
        return f"{self.contact.get('first_name', '')} {self.contact.get('last_name', '')}".strip()


def with_forms(rows: Sequence[Cleaned]) -> list[Cleaned]:
    """Return the rows with the search forms of their names, in one query."""
    forms = search_forms(row.name for row in rows)
    return [replace(row, name_form=forms[row.name]) for row in rows]


@dataclass(slots=True)
class Matcher:
    """Contacts by email address, else by employer and name. Each matches one row only.

    Employer and name match only if the row or the contact has no email address: two addresses are two people.
    """

    by_record: dict[UUID, Contact] = field(default_factory=dict)
    by_email: dict[str, Contact] = field(default_factory=dict)
    by_person: dict[PersonKey, list[Contact]] = field(default_factory=dict)
    claimed: set[UUID] = field(default_factory=set)

    def load(self, rows: Sequence[Cleaned], *, lock: bool = False) -> None:
        """Load the contacts that these rows may match, in two or three queries."""
        records = {row.record for row in rows if row.record}
        found = _base(lock=lock).filter(pk__in=records) if records else ()
        self.by_record = {contact.pk: contact for contact in found}
        self.by_email = _contacts_by_email(rows, lock=lock)
        self.by_person = _contacts_by_person(rows, lock=lock)

    def match(self, row: Cleaned) -> Contact | None:
        """Return the contact of the row that no other row has matched, or None."""
        if row.record:
            return self._claim(self.by_record.get(row.record))
        found = self.by_email.get(row.email) if row.email else None
        return self._claim(found or self._named(row))

    def holder(self, row: Cleaned, contact: Contact) -> Contact | None:
        """Return another contact that has the email address of the row, or None."""
        held = self.by_email.get(row.email) if row.email else None
        return held if held and held.pk != contact.pk else None

    def _named(self, row: Cleaned) -> Contact | None:
        of_name = self.by_person.get(row.person, []) if row.person else []
        free = (contact for contact in of_name if contact.pk not in self.claimed)
        return next((contact for contact in free if not (row.email and contact.email)), None)

    def _claim(self, found: Contact | None) -> Contact | None:
        if found is None or found.pk in self.claimed:
            return None
        self.claimed.add(found.pk)
        return found


def changes(contact: Contact, row: Cleaned) -> dict[str, Any]:
    """Return the columns of the contact that the row changes, with new values. Empty cells change none."""
    wanted = {
        name: value
        for name, value in row.contact.items()
        if value not in EMPTY and not (name in NOT_REPLACED and getattr(contact, name))
    }
    if "custom_fields" in wanted:
        merged = merged_custom(contact, row)
        # The check refused too many custom fields, but a person may have added some before the write.
        wanted["custom_fields"] = contact.custom_fields if custom_problem(merged) else merged
    if wanted.get("title") == contact.title:
        wanted.pop("seniority", None)
    return {name: value for name, value in wanted.items() if getattr(contact, name) != value}


def merged_custom(contact: Contact, row: Cleaned) -> dict[str, Any]:
    """Return the custom fields that the contact has after the row."""
    current, added = contact.custom_fields, row.contact.get("custom_fields") or {}
    # A cell that equals the text of a number of before the field was defined does not replace the number.
    return current | {
        name: value
        for name, value in added.items()
        if value is not None and value != current.get(name) and custom_cell(current.get(name)) != value
    }


def company_changes(company: Company | None, details: Mapping[str, Any]) -> list[str]:
    """Return the columns of the company that the row fills, or `["company"]` if it names another one."""
    if not details.get("name"):
        return []
    if company is None or not is_same(Known(company.name, company.domain), details):
        return ["company"]
    return [name for name, value in details.items() if value not in EMPTY and getattr(company, name) in EMPTY]


def _contacts_by_email(rows: Iterable[Cleaned], *, lock: bool) -> dict[str, Contact]:
    found = _base(lock=lock).with_emails(row.email for row in rows)
    return {contact.email.lower(): contact for contact in found}


def _contacts_by_person(rows: Iterable[Cleaned], *, lock: bool) -> dict[PersonKey, list[Contact]]:
    wanted = {row.person: {"domain" if row.domain else "name": row.person[0]} for row in rows if row.person}
    # Companies first, by their indexes, so that search forms are computed for their people only.
    companies = companies_like(wanted.values())
    found = _base(lock=lock).filter(company__in=companies.values("pk"))
    found = found.annotate(name_form=SearchForm(Concat("first_name", Value(" "), "last_name")))
    people: dict[PersonKey, list[Contact]] = defaultdict(list)
    for contact in found.filter(name_form__in={name for _, name in wanted}):
        for employer in {contact.company.domain.lower(), contact.company.name.lower()}:
            people[employer, contact.name_form].append(contact)
    return people


def _base(*, lock: bool) -> Any:
    found = Contact.objects.select_related("company").order_by("pk")
    return found.select_for_update(of=("self",), no_key=True) if lock else found
