"""Which contact a row means, and what it would change there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Concat, Lower

from mauntic.crm.domain.cleaning import company_details
from mauntic.crm.domain.fields import business_domain
from mauntic.crm.models import Company, Contact

# Where a lead came from is told once: a later list does not rewrite it.
FIRST_TOLD = frozenset({"source"})
EMPTY: tuple[object, ...] = (None, "", [], {})
PersonKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean values of one row, by column of contact and company, as `ImportRow.cleaned` keeps them."""

    contact: Mapping[str, Any]
    company: Mapping[str, Any]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Cleaned":
        return cls(kept["contact"], kept["company"])

    @property
    def email(self) -> str:
        """Lower case, or empty."""
        return str(self.contact.get("email") or "")

    @property
    def details(self) -> dict[str, Any]:
        """What finds or makes the company."""
        return company_details(self.company, self.email)

    @property
    def person(self) -> PersonKey | None:
        """Domain and name, where both are known: it stands in for a missing address."""
        name = f"{self.contact.get('first_name', '')} {self.contact.get('last_name', '')}".strip().lower()
        domain = self.company.get("domain") or business_domain(self.email)
        return (str(domain).lower(), name) if name and domain else None


@dataclass(slots=True)
class Matcher:
    """Known contacts by address, else by domain and name; each is given to one row only.

    A name at a domain counts only where the row or the contact has no address: two addresses are two people.
    """

    by_email: dict[str, Contact] = field(default_factory=dict)
    by_person: dict[PersonKey, Contact] = field(default_factory=dict)
    claimed: set[UUID] = field(default_factory=set)

    def load(self, rows: Sequence[Cleaned], *, lock: bool = False) -> None:
        """Read the contacts that these rows may mean: two queries, however many rows."""
        self.by_email = _contacts_by_email(rows, lock=lock)
        self.by_person = _contacts_by_person(rows, lock=lock)

    def match(self, row: Cleaned) -> Contact | None:
        """The contact that the row means, and no other row."""
        found = self.by_email.get(row.email) if row.email else None
        if found is None and row.person in self.by_person:
            named = self.by_person[row.person]
            found = None if row.email and named.email else named
        if found is None or found.pk in self.claimed:
            return None
        self.claimed.add(found.pk)
        return found


def changes(contact: Contact, row: Cleaned) -> dict[str, Any]:
    """Columns of the contact that the row would change, with their new values. Empty cells change nothing."""
    wanted = {
        name: value
        for name, value in row.contact.items()
        if value not in EMPTY and not (name in FIRST_TOLD and getattr(contact, name))
    }
    if "custom_fields" in wanted:
        wanted["custom_fields"] = contact.custom_fields | wanted["custom_fields"]
    if wanted.get("title") == contact.title:
        wanted.pop("seniority", None)
    return {name: value for name, value in wanted.items() if getattr(contact, name) != value}


def company_changes(company: Company | None, details: Mapping[str, Any]) -> list[str]:
    """Columns of a contact's company that the row fills, or `["company"]` when it names another one."""
    if not details.get("name"):
        return []
    if company is None or not _is_same(company, details):
        return ["company"]
    return [name for name, value in details.items() if value not in EMPTY and getattr(company, name) in EMPTY]


def _is_same(company: Company, details: Mapping[str, Any]) -> bool:
    domain = str(details.get("domain") or "").lower()
    if domain and company.domain:
        return company.domain.lower() == domain
    return company.name.lower() == str(details["name"]).lower()


def _contacts_by_email(rows: Iterable[Cleaned], *, lock: bool) -> dict[str, Contact]:
    emails = {row.email for row in rows if row.email}
    found = _base(lock=lock).annotate(low_email=Lower("email")).filter(low_email__in=emails)
    return {contact.email.lower(): contact for contact in found}


def _contacts_by_person(rows: Iterable[Cleaned], *, lock: bool) -> dict[PersonKey, Contact]:
    keys = {row.person for row in rows if row.person}
    found = _base(lock=lock).annotate(
        low_domain=Lower("company__domain"), low_name=Lower(Concat("first_name", Value(" "), "last_name"))
    )
    found = found.filter(low_domain__in={key[0] for key in keys}, low_name__in={key[1] for key in keys})
    people: dict[PersonKey, Contact] = {}
    for contact in found:
        if contact.company is not None:
            key = (
                contact.company.domain.lower(),
                f"{contact.first_name} {contact.last_name}".strip().lower(),
            )
            people.setdefault(key, contact)
    return people


def _base(*, lock: bool) -> Any:
    found = Contact.objects.select_related("company").order_by("pk")
    return found.select_for_update(of=("self",)) if lock else found
