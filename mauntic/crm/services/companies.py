"""Companies are found by domain, else by name, and made when nobody knows them; in sets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from mauntic.crm.domain.cleaning import clean, company_details
from mauntic.crm.domain.fields import FIELDS
from mauntic.crm.models import Company, Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.rows import update_rows

DETAILS = {spec.kept_in: spec for spec in FIELDS.values() if spec.of_company}
EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(slots=True)
class CompaniesFound:
    """The company of each asked for, in order; the ids of new ones; what was filled in on known ones."""

    companies: list[Company | None] = field(default_factory=list)
    created: set[UUID] = field(default_factory=set)
    filled: dict[UUID, list[str]] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def companies_for(details: Sequence[Mapping[str, Any]]) -> CompaniesFound:
    """Find or make the company of each of `details` (clean values by column of Company).

    A domain decides; else the name, in any case. Empty fields of a known company are filled, its filled ones
    stay. Details without a name make no company, so that an e-mail address alone founds none.
    """
    book = _Book.of(details)
    found = CompaniesFound(companies=[book.find_or_plan(one) for one in details])
    Company.objects.bulk_create(book.planned)
    found.created = {company.pk for company in book.planned}
    found.filled = {pk: sorted(names) for pk, names in book.filled.items() if pk not in found.created}
    touched = {company.pk: company for company in found.companies if company and company.pk in found.filled}
    update_rows(Company.objects, touched.values(), {"updated_at"}.union(*found.filled.values()))
    return found


def get_or_create_company(
    *, name: str = "", domain: str = "", values: dict[str, Any] | None = None
) -> Company:
    """The company with this domain, else with this name, else a new one.

    `values` are further fields, by the names of `update_company`; they fill what is empty.
    """
    return _found_or_made({"name": name, "domain": domain, **(values or {})})[0]


def get_or_create_companies(*, wanted: Sequence[tuple[str, str]]) -> list[Company]:
    """The company of each name and domain (either may be empty), in order; in sets."""
    details = []
    for name, domain in wanted:
        cleaned = clean(_by_field_name({"name": name, "domain": domain}))
        details.append({"name": name, **company_details(cleaned.company)})
    found = companies_for(details).companies
    return [company for company in found if company is not None]


@transaction.atomic
def create_company(*, values: dict[str, Any]) -> Company:
    """Add a company, by its columns' names. `Invalid` per field; `Conflict` names the one that is known."""
    company, is_new = _found_or_made({k: v for k, v in values.items() if k != "custom_fields"})
    if not is_new:
        raise Conflict(
            f"{company.name} is there already.", details={"companyId": str(company.pk), "name": company.name}
        )
    if values.get("custom_fields"):
        company.custom_fields = values["custom_fields"]
        company.save(update_fields=["custom_fields"])
    return company


def _found_or_made(values: dict[str, Any]) -> tuple[Company, bool]:
    cleaned = clean(_by_field_name(values))
    if cleaned.problems:
        raise Invalid(_by_column(cleaned.problems))
    details = company_details(cleaned.company)
    if not details.get("name"):
        raise Invalid({"name": "A company needs a name or a website."})
    found = companies_for([details])
    (company,) = found.companies
    assert company is not None  # noqa: S101 (details with a name always make one)
    return company, company.pk in found.created


@transaction.atomic
def update_company(*, company: Company, values: dict[str, Any]) -> list[str]:
    """Change a company by its columns' names; the ones that changed.

    `ContactUpdated` tells it of each of its contacts. `Invalid` per field; `Conflict` when another company
    has the domain.
    """
    company = Company.objects.select_for_update().get(pk=company.pk)
    custom = values.get("custom_fields")
    cleaned = clean(_by_field_name({k: v for k, v in values.items() if k != "custom_fields"}))
    if cleaned.problems:
        raise Invalid(_by_column(cleaned.problems))
    wanted = dict(cleaned.company) if custom is None else {**cleaned.company, "custom_fields": custom}
    changed = [name for name, value in wanted.items() if getattr(company, name) != value]
    for name in changed:
        setattr(company, name, wanted[name])
    if changed:
        _refuse_taken_domain(company)
        company.save()
        tell_contacts({company.pk: changed})
    return changed


def delete_company(*, company: Company) -> None:
    """Remove a company; its contacts stay, without one."""
    company.delete()


def tell_contacts(changed: Mapping[UUID, Sequence[str]]) -> None:
    """Publish `ContactUpdated` for every contact of the companies, whose `changed` fields are named."""
    contacts = Contact.objects.filter(company__in=changed).order_by("pk").values_list("pk", "company_id")
    told = {pk: list(_by_field_name(dict.fromkeys(names))) for pk, names in changed.items()}
    publish_many(
        ContactUpdated(contact_id=contact, changed_fields=told[company])
        for contact, company in contacts
        if company is not None
    )


@dataclass(slots=True)
class _Book:
    """The companies that a set of details may mean, by what they are known by."""

    by_domain: dict[str, Company] = field(default_factory=dict)
    by_name: dict[str, Company] = field(default_factory=dict)
    planned: list[Company] = field(default_factory=list)
    filled: dict[UUID, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, details: Iterable[Mapping[str, Any]]) -> "_Book":
        domains = {one["domain"].lower() for one in details if one.get("domain")}
        names = {one["name"].lower() for one in details if one.get("name")}
        book = cls()
        if domains or names:
            known = Company.objects.annotate(low_domain=Lower("domain"), low_name=Lower("name"))
            matching = Q(low_domain__in=domains) | Q(low_name__in=names)
            # Locked in one order, so that two workers that fill the same companies wait and never deadlock.
            for company in known.filter(matching).order_by("pk").select_for_update():
                book.enter(company)
        return book

    def enter(self, company: Company) -> None:
        if company.domain:
            self.by_domain.setdefault(company.domain.lower(), company)
        if company.name:
            self.by_name.setdefault(company.name.lower(), company)

    def find_or_plan(self, details: Mapping[str, Any]) -> Company | None:
        company = self._find(details)
        if company is None:
            if not details.get("name"):
                return None
            company = Company(**{key: value for key, value in details.items() if value not in EMPTY})
            self.planned.append(company)
            self.enter(company)
            return company
        self._fill(company, details)
        return company

    def _find(self, details: Mapping[str, Any]) -> Company | None:
        domain, name = str(details.get("domain") or "").lower(), str(details.get("name") or "").lower()
        if domain in self.by_domain:
            return self.by_domain[domain]
        named = self.by_name.get(name)
        # The same name behind another domain is another company.
        return None if named is not None and domain and named.domain else named

    def _fill(self, company: Company, details: Mapping[str, Any]) -> None:
        for name, value in details.items():
            if value not in EMPTY and getattr(company, name) in EMPTY:
                setattr(company, name, value)
                self.filled.setdefault(company.pk, set()).add(name)
        self.enter(company)


def _refuse_taken_domain(company: Company) -> None:
    other = Company.objects.exclude(pk=company.pk).filter(domain__iexact=company.domain).first()
    if company.domain and other is not None:
        raise Conflict(
            f"{company.domain} belongs to {other.name} already.",
            details={"field": "domain", "companyId": str(other.pk), "name": other.name},
        )


def _by_field_name(values: Mapping[str, Any]) -> dict[str, Any]:
    return {DETAILS[name].name if name in DETAILS else name: value for name, value in values.items()}


def _by_column(problems: Mapping[str, str]) -> dict[str, str]:
    return {FIELDS[name].kept_in if name in FIELDS else name: said for name, said in problems.items()}
