"""Data of the page of a company, read in a constant number of queries."""

import uuid

from mauntic.accounts.models import User
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import last_changes
from mauntic.crm.companies.selectors.lists import company as company_of
from mauntic.crm.contacts.selectors.lists import LeadFilters, leads
from mauntic.crm.fields.selectors.words import Shown, shown_values
from mauntic.crm.models import Company
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.pages.parts import later
from mauntic.tenants.context import current_organization
from mauntic.web.leads.selectors.rows import LeadRow, lead_rows
from revops.activities.selectors.companies import activities_of_company, last_touch_of_company
from revops.agents.research.selectors.cards import card_of_company
from revops.deal_page.selectors.company import deals_of_company
from scoring.signals.selectors.shown import signals_of_company

SHOWN_LEADS, SHOWN_CHANGES = 10, 5


def company_context(company_id: uuid.UUID, user: User) -> dict[str, object]:
    """Return the context of the page of a company.

    Raises: `NotFound`
    """
    company = company_of(company_id)
    found = leads(LeadFilters(company_id=company.pk))
    return {
        "company": company,
        "custom_fields": later(lambda: _custom_fields(company)),
        "total": later(lambda: count_words(found)),
        "rows": later(lambda: _lead_rows(company.pk, user)),
        "deals": later(lambda: deals_of_company(company.pk, user)),
        "activities": later(lambda: activities_of_company(company.pk, user)),
        "touched_at": later(lambda: last_touch_of_company(company.pk, user)),
        "research": later(lambda: card_of_company(company.pk)),
        "signals": later(lambda: signals_of_company(company.pk)),
        "changes": later(lambda: last_changes(Subject.COMPANY, company.pk, SHOWN_CHANGES)),
        "shown_leads": SHOWN_LEADS,
    }


def _custom_fields(company: Company) -> list[Shown]:
    return shown_values("company", company.custom_fields, currency=current_organization().currency)


def _lead_rows(company_id: uuid.UUID, user: User) -> list[LeadRow]:
    return lead_rows(list(leads(LeadFilters(company_id=company_id))[:SHOWN_LEADS]), user)
