"""What is old, or about people who are erased, is deleted."""

from datetime import timedelta

import pytest

from mauntic.broker import enqueue
from mauntic.crm.contacts.services.removal import delete_contacts, erase_contacts
from mauntic.kernel.clock import now
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.research.services.purge import forget_people, purge
from revops.jobs import PURGE_RESEARCH
from tests.factories.crm import ContactFactory
from tests.factories.research import make_insight, make_page


def test_pages_are_deleted_after_ninety_days_and_insights_keep_their_evidence(lead):
    insight = make_insight(company=lead.company)
    old = make_page(ResearchJob.objects.create(type="company", company=lead.company), position=1)
    new = make_page(old.job, position=2)
    ResearchPage.objects.filter(pk=old.pk).update(fetched_at=now() - timedelta(days=91))
    ResearchInsight.objects.update(page=old)
    assert purge() == 1
    assert list(ResearchPage.objects.all()) == [new]
    insight.refresh_from_db()
    assert (insight.page, insight.quote) == (None, "hires engineers")


@pytest.mark.parametrize("delete", [delete_contacts, erase_contacts])
def test_a_person_takes_what_names_them_along(lead, delete):
    other = ContactFactory(company=lead.company, first_name="John", last_name="Roe")
    job = ResearchJob.objects.create(type="company", company=lead.company, contact=other)
    make_page(job, text="Jane Doe leads finance.")
    kept = make_page(job, position=2, text="We hire.")
    make_page(ResearchJob.objects.create(type="person", company=lead.company, contact=lead))
    make_insight(contact=lead, content="Jane studied in Oslo.")
    make_insight(company=lead.company, content="The CFO changed.", sentence="Jane Doe became CFO.")
    make_insight(company=lead.company, content="Ask jane@acme-robotics.example.")
    about_company = make_insight(company=lead.company, content="Acme hires.")
    delete(contact_ids=[lead.pk])
    assert list(ResearchInsight.objects.all()) == [about_company]
    assert list(ResearchPage.objects.all()) == [kept]
    assert list(ResearchJob.objects.all()) == [job]


def test_others_of_that_name_elsewhere_stay(lead):
    other = ContactFactory(first_name="Jane", last_name="Doe")
    insight = make_insight(company=other.company, content="Jane Doe became CFO.")
    delete_contacts(contact_ids=[lead.pk])
    assert list(ResearchInsight.objects.all()) == [insight]


@pytest.mark.parametrize(("days", "is_kept"), [(89, True), (91, False)])
def test_pages_are_kept_ninety_days_and_not_a_day_more(lead, days, is_kept):
    job = ResearchJob.objects.create(type="company", company=lead.company)
    make_page(job, fetched_at=now() - timedelta(days=days))
    purge()
    assert ResearchPage.objects.exists() is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(399, True), (401, False)])
def test_jobs_that_ended_long_ago_go_and_their_insights_stay(lead, run_jobs, days, is_kept):
    ended = now() - timedelta(days=days)
    job = ResearchJob.objects.create(
        type="company", company=lead.company, state="failed", completed_at=ended, created_at=ended
    )
    insight = make_insight(company=lead.company, job=job)
    with run_jobs():
        enqueue(PURGE_RESEARCH)
    insight.refresh_from_db()
    assert ResearchJob.objects.exists() is is_kept
    assert (insight.job == job) is is_kept


def test_a_job_that_still_waits_is_never_purged(lead):
    ResearchJob.objects.create(type="company", company=lead.company, created_at=now() - timedelta(days=900))
    assert purge() == 0


NAMED_IN = [
    {"title": "Jane Doe – Acme Robotics"},
    {"text": "Our CFO JANE DOE speaks."},
    {"text": "Write to Jane@Acme-Robotics.Example."},
    {"facts": [{"kind": "hiring_signals", "content": "Ask Jane Doe.", "line": "x"}]},
]


@pytest.mark.parametrize("where", NAMED_IN, ids=lambda each: next(iter(each)))
def test_a_page_that_names_a_person_anywhere_goes_with_them(lead, where):
    job = ResearchJob.objects.create(type="company", company=lead.company)
    make_page(job, **where)
    kept = make_page(job, position=1, text="Jane Roe and John Doe hire.")
    delete_contacts(contact_ids=[lead.pk])
    assert list(ResearchPage.objects.all()) == [kept]


def test_the_title_of_a_page_does_not_keep_a_name_as_the_source_of_an_insight(lead):
    make_insight(company=lead.company, source="Jane Doe joins Acme")
    erase_contacts(contact_ids=[lead.pk])
    assert not ResearchInsight.objects.exists()


def test_a_name_with_letters_beyond_ascii_is_found_in_facts(lead):
    lead.first_name, lead.last_name = "Zoë", "Müller"
    lead.save()
    job = ResearchJob.objects.create(type="company", company=lead.company)
    make_page(job, facts=[{"kind": "recent_news", "content": "Zoë Müller joins.", "line": "x"}])
    delete_contacts(contact_ids=[lead.pk])
    assert not ResearchPage.objects.exists()


@pytest.mark.parametrize(("first", "last"), [("", ""), ("Acme", ""), ("%", "_")])
def test_a_person_without_a_telling_name_takes_nothing_of_the_company_along(company, first, last):
    person = ContactFactory(company=company, first_name=first, last_name=last, email="")
    insight = make_insight(company=company, content="Acme hires.", sentence="Acme % hires.")
    delete_contacts(contact_ids=[person.pk])
    assert list(ResearchInsight.objects.all()) == [insight]


def test_many_people_are_forgotten_with_as_many_queries_as_one(lead, django_assert_num_queries):
    people = ContactFactory.create_batch(10, company=lead.company, last_name="Poe")
    for person in people:
        make_insight(company=lead.company, content=f"{person.first_name} Poe joined.")
    for asked in (people[:1], people[1:]):
        with django_assert_num_queries(4):
            forget_people(contact_ids=[each.pk for each in asked])
    assert not ResearchInsight.objects.exists()


def test_what_a_company_is_deleted_with_is_its_insights(lead):
    make_insight(company=lead.company)
    kept = make_insight(contact=lead)
    lead.company.delete()
    assert list(ResearchInsight.objects.all()) == [kept]
