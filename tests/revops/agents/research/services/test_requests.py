"""Asking for research."""

import pytest

from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.ids import new_id
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.services.requests import request_company_research, request_research
from tests.factories.crm import CompanyFactory, ContactFactory

COMPANY, PERSON = ResearchType.COMPANY, ResearchType.PERSON


def test_who_asks_twice_gets_the_open_job(lead, rep):
    first = request_research(contact_id=lead.pk, kind=COMPANY, by=rep)
    colleague = ContactFactory(company=lead.company)
    assert request_research(contact_id=colleague.pk, kind=COMPANY) == first
    assert request_company_research(company_id=lead.company_id) == first
    assert request_research(contact_id=lead.pk, kind=PERSON) != first
    assert request_research(contact_id=colleague.pk, kind=PERSON) is not None
    ResearchJob.objects.update(state="completed")
    assert request_research(contact_id=lead.pk, kind=COMPANY) != first


def test_the_job_of_a_company_names_its_best_lead(company):
    ContactFactory(company=company, lead_score=10)
    best = ContactFactory(company=company, lead_score=90)
    assert request_company_research(company_id=company.pk).contact == best


def test_a_company_without_leads_is_researched_all_the_same(company):
    assert request_company_research(company_id=company.pk).contact is None


@pytest.mark.parametrize("domain", ["", "facebook.com", "gmail.com"])
def test_without_a_website_of_its_own_a_company_cannot_be_researched(acme, domain):
    lead = ContactFactory(company=CompanyFactory(domain=domain), email="jane@gmail.com")
    with pytest.raises(Conflict, match="no website"):
        request_research(contact_id=lead.pk, kind=COMPANY)
    assert not ResearchJob.objects.exists()


def test_the_address_of_the_lead_names_the_site_of_an_unknown_company(acme):
    lead = ContactFactory(company=None, email="jane@acme-robotics.example")
    assert request_research(contact_id=lead.pk, kind=COMPANY).company is None


def test_a_person_without_a_full_name_cannot_be_researched(company):
    lead = ContactFactory(company=company, last_name="")
    with pytest.raises(Conflict, match="last name"):
        request_research(contact_id=lead.pk, kind=PERSON)


def test_unknown_records_are_refused(acme):
    with pytest.raises(NotFound):
        request_research(contact_id=new_id(), kind=COMPANY)
    with pytest.raises(NotFound):
        request_company_research(company_id=new_id())


def test_two_who_ask_at_once_get_one_job(committed, at_once):
    lead = ContactFactory()
    found = at_once(6, lambda _: request_research(contact_id=lead.pk, kind=COMPANY).pk)
    assert len(set(found)) == 1
    assert ResearchJob.objects.count() == 1
