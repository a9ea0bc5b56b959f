"""Asking for research."""

import pytest

from mauntic.kernel.errors import Conflict, NotFound
from mauntic.kernel.ids import new_id
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.services.requests import (
    request_company_research,
    request_many,
    request_research,
)
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


def test_two_who_ask_at_once_about_the_unknown_company_of_a_lead_get_one_job(committed, at_once):
    lead = ContactFactory(company=None, email="jane@acme-robotics.example")

    def ask(number: int) -> object:
        if number % 2:
            return request_many(contact_ids=[lead.pk], kind=COMPANY)[0][0].pk
        return request_research(contact_id=lead.pk, kind=COMPANY).pk

    assert len(set(at_once(6, ask))) == 1
    assert ResearchJob.objects.count() == 1


def test_who_asks_twice_about_the_unknown_company_of_a_lead_gets_the_open_job(acme):
    jane, john = (ContactFactory(company=None, email=f"{name}@acme-robotics.example") for name in "ab")
    first = request_research(contact_id=jane.pk, kind=COMPANY)
    assert request_research(contact_id=jane.pk, kind=COMPANY) == first
    assert request_research(contact_id=john.pk, kind=COMPANY) != first
    assert request_research(contact_id=jane.pk, kind=PERSON) != first
    assert request_many(contact_ids=[jane.pk], kind=COMPANY) == ([first], {})


def test_many_say_for_each_lead_why_there_is_no_research(lead):
    nobody = ContactFactory(company=lead.company, first_name="")
    homeless = ContactFactory(company=None, email="x@gmail.com")
    gone = new_id()
    jobs, refused = request_many(contact_ids=[gone, nobody.pk, lead.pk, homeless.pk], kind=PERSON)
    assert [job.contact for job in jobs] == [lead]
    assert refused == {
        gone: "This lead does not exist.",
        nobody.pk: "Enter the first and last name of the lead.",
        homeless.pk: "The company has no website. Enter its domain on the page of the company.",
    }


def test_many_are_answered_in_the_order_they_were_asked_and_each_once(acme):
    leads = ContactFactory.create_batch(3)
    asked = [leads[2].pk, leads[0].pk, leads[2].pk, leads[1].pk]
    jobs, _ = request_many(contact_ids=asked, kind=PERSON)
    assert [job.contact_id for job in jobs] == [leads[2].pk, leads[0].pk, leads[1].pk]
    assert ResearchJob.objects.count() == 3


def test_many_with_open_research_get_that_and_no_new_one(lead, rep):
    first = request_research(contact_id=lead.pk, kind=COMPANY)
    colleague = ContactFactory(company=lead.company)
    other = ContactFactory()
    jobs, _ = request_many(contact_ids=[other.pk, colleague.pk], kind=COMPANY, by=rep)
    assert jobs[1] == first
    assert (jobs[0].requested_by, jobs[1].requested_by) == (rep, None)


def test_many_of_nobody_are_no_research(acme):
    assert request_many(contact_ids=[], kind=COMPANY) == ([], {})


@pytest.mark.parametrize(("count", "messages"), [(0, 0), (2, 2), (7, 3)])
def test_no_more_messages_are_sent_than_jobs_run_at_a_time(acme, monkeypatch, count, messages):
    sent = []
    monkeypatch.setattr("revops.agents.research.services.requests.enqueue", sent.append)
    request_many(contact_ids=[each.pk for each in ContactFactory.create_batch(count)], kind=PERSON)
    assert len(sent) == messages


def test_two_who_ask_for_many_at_once_get_the_same_jobs(committed, at_once):
    ids = [each.pk for each in ContactFactory.create_batch(4)]
    found = at_once(4, lambda _: {job.pk for job in request_many(contact_ids=ids, kind=COMPANY)[0]})
    assert len({frozenset(each) for each in found}) == 1
    assert ResearchJob.objects.count() == 4
