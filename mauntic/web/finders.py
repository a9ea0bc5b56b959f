"""Leads and companies in the search and the command palette."""

from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.crm.companies.selectors.lists import companies
from mauntic.crm.contacts.selectors.lists import LeadFilters, leads
from mauntic.crm.models import Company, Contact, ContactQuerySet
from mauntic.kernel.pages.finders import Hit, Kind, register
from mauntic.kernel.translation import gettext_lazy as _


def _leads(text: str, user: User) -> ContactQuerySet:  # noqa: ARG001 (every user sees every lead)
    return leads(LeadFilters(q=text))


def _lead(row: Contact) -> Hit:
    facts = (row.title, str(row.company or ""))
    return Hit(
        row.name, ", ".join(fact for fact in facts if fact) or row.email, reverse("lead", args=[row.pk])
    )


def _company(row: Company) -> Hit:
    facts = (row.domain, row.industry)
    return Hit(str(row), " · ".join(fact for fact in facts if fact), reverse("company", args=[row.pk]))


register(
    Kind(
        name="lead",
        rank=1,
        label=_("Leads"),
        icon="user",
        page="leads",
        template="web/leads/_found.html",
        find=_leads,
        hit=_lead,
    )
)
register(
    Kind(
        name="company",
        rank=2,
        label=_("Companies"),
        icon="building-office-2",
        page="companies",
        template="web/companies/_found.html",
        find=lambda text, _user: companies(q=text),
        hit=_company,
    )
)
