"""What is known of a lead and may be said to it."""

from mauntic.crm.models import Contact
from mauntic.kernel.translation import gettext as _
from revops.agents.facts.domain.facts import Fact
from revops.agents.facts.selectors.insights import insight_facts

MOST_TECHNOLOGIES = 10


def facts_of(contact: Contact) -> list[Fact]:
    """Return the facts about a lead, with its company loaded: those of the CRM, then insights; one query.

    What is ours alone stays out: score, signals, deals, notes.
    """
    return [*crm_facts(contact), *insight_facts(contact)]


def crm_facts(contact: Contact) -> list[Fact]:
    """Return the facts of the CRM about a lead, without a query."""
    company = contact.company
    known = [
        ("name", _("The lead is {value}."), contact.name if contact.first_name else ""),
        ("title", _("Job title: {value}."), contact.title),
        ("region", _("Region: {value}."), contact.region),
    ]
    if company:
        known += [
            ("company", _("Company: {value}."), company.name),
            ("industry", _("Industry of the company: {value}."), company.industry),
            ("size", _("Employees of the company: {value}."), str(company.employees or "")),
            ("stack", _("The company uses {value}."), ", ".join(company.tech_stack[:MOST_TECHNOLOGIES])),
        ]
    return [Fact(key, words.format(value=value), _("CRM")) for key, words, value in known if value.strip()]
