"""Find companies by domain, else by name, and create missing ones, many in a few statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.record import Watch
from mauntic.crm.companies.domain.columns import by_column, by_field_name
from mauntic.crm.companies.domain.directory import Directory
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.selectors.employers import companies_like
from mauntic.crm.companies.services.locks import lock_new_companies
from mauntic.crm.fields.domain.cleaning import clean, company_details
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Invalid

EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(slots=True)
class CompaniesFound:
    """The company of each of the details in order, the ids of new ones, and columns filled on known ones."""

    companies: list[Company | None] = field(default_factory=list)
    created: set[UUID] = field(default_factory=set)
    filled: dict[UUID, list[str]] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def companies_for(details: Sequence[Mapping[str, Any]]) -> CompaniesFound:
    """Find or create companies.

    The domain decides, unless it belongs to a company with a clearly different name. Otherwise the name does,
    ignoring case. Empty columns of a known company are filled, filled ones stay. Details without a name
    create no company, so that an email address alone creates none.

    The companies stay locked until commit, new ones by name and domain. The caller locks contacts before.

    Args: each of `details` holds clean values by column of Company.
    Returns: the companies, in order, with those that are new and the columns that were filled.
    """
    book = _Book.locked(details)
    watch = Watch.over(Subject.COMPANY, book.loaded)
    found = CompaniesFound(companies=[book.find_or_plan(one) for one in details])
    Company.objects.bulk_create(book.planned)
    found.created = {company.pk for company in book.planned}
    found.filled = {pk: sorted(names) for pk, names in book.filled.items() if pk not in found.created}
    touched = {company.pk: company for company in found.companies if company and company.pk in found.filled}
    update_rows(Company.objects, touched.values(), {"updated_at"}.union(*found.filled.values()))
    watch.record(touched.values(), new=book.planned)
    return found


@transaction.atomic(savepoint=False)
def lock_companies(details: Sequence[Mapping[str, Any]]) -> None:
    """Lock the companies of `details`, existing or not, until the caller's transaction ends.

    For transactions that call `companies_for` several times: one lock at the start keeps the order.
    """
    _Book.locked(details)


def get_or_create_company(
    *, name: str = "", domain: str = "", values: dict[str, Any] | None = None
) -> Company:
    """Return the company with this domain, else with this name, else a new one.

    Args: `values` are further columns of Company. They fill empty ones.
    Raises: `Invalid` per column.
    """
    return find_or_create({"name": name, "domain": domain, **(values or {})})[0]


def get_or_create_companies(*, wanted: Sequence[tuple[str, str]]) -> list[Company]:
    """Return the company of each pair of name and domain, in order. One of the two may be empty."""
    details = []
    for name, domain in wanted:
        cleaned = clean(by_field_name({"name": name, "domain": domain}))
        details.append({"name": name, **company_details(cleaned.company)})
    found = companies_for(details).companies
    return [company for company in found if company is not None]


def find_or_create(values: dict[str, Any]) -> tuple[Company, bool]:
    """Return the company of these values (by column), and whether it is new.

    Raises: `Invalid` per column.
    """
    cleaned = clean(by_field_name(values))
    if cleaned.problems:
        raise Invalid(by_column(cleaned.problems))
    details = company_details(cleaned.company)
    if not details.get("name"):
        raise Invalid({"name": _("Enter the name or the domain of the company.")})
    found = companies_for([details])
    (company,) = found.companies
    assert company is not None  # noqa: S101 (details with a name always make one)
    return company, company.pk in found.created


@dataclass(slots=True)
class _Book:
    """The companies that a set of details may mean, by what they are known by."""

    known: Directory[Company] = field(default_factory=Directory)
    loaded: list[Company] = field(default_factory=list)
    planned: list[Company] = field(default_factory=list)
    filled: dict[UUID, set[str]] = field(default_factory=dict)

    @classmethod
    def locked(cls, details: Sequence[Mapping[str, Any]]) -> "_Book":
        """Load the companies that the details may match, with locks on existing and new ones."""
        matching = companies_like(details)
        lock_new_companies(cls._of(matching).unknown(details))
        # Read again: another transaction may have created a company before we got the lock. Locked by id, so
        # that two workers that fill the same companies wait for each other and never deadlock. `no_key`: a
        # contact that another transaction adds to the company does not wait.
        return cls._of(matching.order_by("pk").select_for_update(no_key=True))

    @classmethod
    def _of(cls, companies: Iterable[Company]) -> "_Book":
        book = cls()
        for company in companies:
            book.loaded.append(company)
            book._enter(company)
        return book

    def unknown(self, details: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return the details that would create a company, or give one a domain that none has yet."""
        domains = {*self.known.by_domain, ""}
        return [
            one
            for one in details
            if one.get("name")
            and (self.known.find(one) is None or str(one.get("domain") or "").lower() not in domains)
        ]

    def find_or_plan(self, details: Mapping[str, Any]) -> Company | None:
        company, own = self.known.find(details), self.known.own(details)
        if company is None:
            if not details.get("name"):
                return None
            company = Company(**{key: value for key, value in own.items() if value not in EMPTY})
            self.planned.append(company)
            self._enter(company)
            return company
        self._fill(company, own)
        return company

    def _fill(self, company: Company, details: Mapping[str, Any]) -> None:
        for name, value in details.items():
            if value not in EMPTY and getattr(company, name) in EMPTY:
                setattr(company, name, value)
                self.filled.setdefault(company.pk, set()).add(name)
        self._enter(company)

    def _enter(self, company: Company) -> None:
        self.known.enter(company, name=company.name, domain=company.domain)
