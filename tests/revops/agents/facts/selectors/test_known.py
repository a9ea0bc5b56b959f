"""What is known of a lead and may be said to it; what is ours alone stays out."""

from decimal import Decimal

import pytest

from revops.agents.facts.selectors.known import MOST_TECHNOLOGIES, facts_of
from tests.crm.queries import counted
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.django_db


def known(contact) -> dict[str, str]:
    return {fact.id: fact.text for fact in facts_of(contact)}


def test_everything_that_is_known_is_a_sentence_with_its_source(acme):
    company = CompanyFactory(name="Hydra", industry="Pumps", employees=1200, tech_stack=["Rust", "Go"])
    lead = ContactFactory(first_name="Ada", last_name="Lovelace", title="CTO", region="Bonn", company=company)
    assert known(lead) == {
        "name": "The lead is Ada Lovelace.",
        "title": "Job title: CTO.",
        "region": "Region: Bonn.",
        "company": "Company: Hydra.",
        "industry": "Industry of the company: Pumps.",
        "size": "Employees of the company: 1200.",
        "stack": "The company uses Rust, Go.",
    }
    assert {(fact.source, fact.url) for fact in facts_of(lead)} == {("CRM", "")}


@pytest.mark.parametrize("given", [{}, {"title": "  ", "region": "\t"}])
def test_what_is_not_known_is_not_said(acme, given):
    lead = ContactFactory(first_name="", last_name="Lovelace", company=CompanyFactory(name="Hydra"), **given)
    assert known(lead) == {"company": "Company: Hydra."}


def test_a_lead_of_no_company_has_facts_of_its_own(acme):
    assert set(known(ContactFactory(first_name="Ada", company=None))) == {"name"}


@pytest.mark.parametrize("employees", [None, 0])
def test_a_company_of_no_known_size_has_none(acme, employees):
    assert "size" not in known(ContactFactory(company=CompanyFactory(employees=employees)))


def test_a_long_list_of_technologies_is_cut(acme):
    stack = [f"Tool{number}" for number in range(MOST_TECHNOLOGIES + 3)]
    said = known(ContactFactory(company=CompanyFactory(tech_stack=stack)))["stack"]
    assert f"Tool{MOST_TECHNOLOGIES - 1}." in said
    assert f"Tool{MOST_TECHNOLOGIES}" not in said


def test_scores_deals_and_addresses_stay_with_us(acme):
    lead = ContactFactory(email="ada@hydra.example", lead_score=Decimal("87.5"), lead_grade="A")
    DealFactory(contact=lead, name="Secret deal", value=Decimal(54_321))
    said = " ".join(known(lead).values())
    for ours in ("87.5", "54", "Secret", "ada@hydra.example"):
        assert ours not in said


def test_what_a_stranger_typed_stays_one_value(acme):
    """A brace in a value is text: it is no place for another value."""
    lead = ContactFactory(first_name="{value}", last_name="{0}", title="%s {x}", company=None)
    assert known(lead) == {"name": "The lead is {value} {0}.", "title": "Job title: %s {x}."}


def test_facts_of_a_loaded_lead_cost_one_query_for_insights_of_any_number(acme):
    lead = ContactFactory()
    with counted() as queries:
        facts_of(lead)
    assert len(queries) == 1
    for number in range(3):
        make_insight(company=lead.company, content=f"Insight {number}")
    with counted() as queries:
        facts_of(lead)
    assert len(queries) == 1
