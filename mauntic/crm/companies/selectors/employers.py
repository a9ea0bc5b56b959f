"""Predict which company a new lead will join or create, without writing anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mauntic.crm.companies.domain.directory import Directory, Known, is_same
from mauntic.crm.companies.models import Company
from mauntic.crm.fields.domain.cleaning import clean, company_details
from mauntic.kernel.display import without_stop


def companies_like(details: Iterable[Mapping[str, Any]]) -> QuerySet[Company]:
    """Return the companies with a domain or name of the details (by column of Company), unordered."""
    given = list(details)
    domains = {one["domain"].lower() for one in given if one.get("domain")}
    names = {one["name"].lower() for one in given if one.get("name")}
    if not domains and not names:
        return Company.objects.none()
    known = Company.objects.annotate(low_domain=Lower("domain"), low_name=Lower("name"))
    # The index of domains excludes empty ones. PostgreSQL uses it only if the query excludes them, too.
    return known.filter((Q(low_domain__in=domains) & ~Q(domain="")) | Q(low_name__in=names))


def of_one_employer(company: Company | None, details: Iterable[Mapping[str, Any]]) -> list[bool]:
    """Return for each of the details (by column of Company) whether it matches the company.

    Without a company, the first details with a name stand for it.
    """
    known = Known(company.name, company.domain) if company else None
    meant = []
    for one in details:
        meant.append(bool(one.get("name")) and (known is None or is_same(known, one)))
        if meant[-1] and known is None:
            known = Known(one["name"], one.get("domain", ""))
    return meant


@dataclass(slots=True)
class EmployersToCome:
    """Predicts for one person after the other which company `companies_for` will find or create.

    Companies that earlier people will create are remembered.
    """

    known: Directory[Known] = field(default_factory=Directory)

    def load(self, details: Sequence[Mapping[str, Any]]) -> None:
        """Load the companies that these details may match, in one query."""
        for name, domain in companies_like(details).order_by("pk").values_list("name", "domain"):
            self._enter(Known(name, domain))

    def sentence(self, details: Mapping[str, Any]) -> str:
        """Return a sentence about the company that a person joins or creates. Empty for none."""
        found, own = self.known.find(details), self.known.own(details)
        domain = str(own.get("domain") or "")
        if found is not None:
            self.known.enter(found, name=found.name, domain=found.domain or domain)
            return _("Joins company %(name)s.") % {"name": without_stop(found.name)}
        if not details.get("name"):
            return ""
        self._enter(Known(str(details["name"]), domain))
        return _("New company %(name)s.") % {"name": without_stop(str(details["name"]))}

    def _enter(self, company: Known) -> None:
        self.known.enter(company, name=company.name, domain=company.domain)


def employer_to_come(values: Mapping[str, str]) -> str:
    """Return a sentence about the company that a lead joins or creates, or about a wrong value.

    Args: `values` are texts by name of field.
    """
    given = {name: text for name, text in values.items() if text.strip()}
    cleaned = clean(given)
    if problem := cleaned.problems.get("company") or cleaned.problems.get("website"):
        return problem
    details = company_details(cleaned.company, str(cleaned.contact.get("email", "")))
    employers = EmployersToCome()
    employers.load([details])
    return employers.sentence(details)
