"""What is old, or about people who are erased, is deleted."""

from datetime import timedelta

import pytest

from mauntic.crm.contacts.services.removal import delete_contacts, erase_contacts
from mauntic.kernel.clock import now
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from revops.agents.research.services.purge import purge
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
