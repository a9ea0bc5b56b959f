"""Admins look at research, find it by whom it is about, and change nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.kernel.clock import now
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage
from tests.conftest import ACME_HOST
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight, make_page
from tests.support.queries import queries_of


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def job(lead) -> ResearchJob:
    return ResearchJob.objects.create(
        type="company", contact=lead, company=lead.company, state="failed", problem="Interrupted 3 times."
    )


def address(model: type, action: str, *args: object) -> str:
    return reverse(f"admin:revops_{model.__name__.lower()}_{action}", args=args)


def rows(office: Client, job: ResearchJob) -> dict[type, object]:
    return {
        ResearchJob: job,
        ResearchPage: make_page(job),
        ResearchInsight: make_insight(company=job.company),
    }


def test_each_row_is_shown_in_words(office, job):
    found = {
        model: office.get(address(model, "change", row.pk)).text for model, row in rows(office, job).items()
    }
    assert "Interrupted 3 times." in found[ResearchJob]
    assert "We hire engineers." in found[ResearchPage]
    assert "Acme hires engineers in Berlin." in found[ResearchInsight]


@pytest.mark.parametrize("action", ["change", "delete"])
def test_no_row_is_changed_or_deleted(office, job, action):
    for model, row in rows(office, job).items():
        answer = office.post(address(model, action, row.pk), {"post": "yes", "state": "pending"})
        assert answer.status_code == 403
        assert model.objects.filter(pk=row.pk).exists()


def test_a_rep_has_no_administration_of_research(web, job):
    answer = web.get(address(ResearchJob, "changelist"))
    assert answer.status_code in {302, 403}


def test_jobs_are_narrowed_by_state(office, job, lead):
    ResearchJob.objects.create(type="person", contact=lead, company=lead.company, problem="No AI vendor.")
    page = office.get(address(ResearchJob, "changelist"), {"state__exact": "failed"}).text
    assert "Interrupted 3 times." in page
    assert "No AI vendor." not in page


def test_jobs_are_found_by_their_lead_and_insights_by_their_company(office, job):
    other = ContactFactory(company=CompanyFactory(name="Globex"), last_name="Roe")
    ResearchJob.objects.create(type="person", contact=other, company=other.company, problem="Other problem.")
    make_insight(company=job.company, content="Acme hires.")
    make_insight(company=other.company, content="Globex hires.")
    jobs = office.get(address(ResearchJob, "changelist"), {"q": "Doe"}).text
    assert ("Interrupted 3 times." in jobs, "Other problem." in jobs) == (True, False)
    insights = office.get(address(ResearchInsight, "changelist"), {"q": "Globex"}).text
    assert ("Globex hires." in insights, "Acme hires." in insights) == (True, False)


@pytest.mark.parametrize("model", [ResearchJob, ResearchPage, ResearchInsight])
def test_longer_lists_take_no_more_queries(office, job, model):
    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            lead = ContactFactory()
            made = ResearchJob.objects.create(
                type="person", contact=lead, company=lead.company, state="completed", completed_at=now()
            )
            make_page(made, position=number)
            make_insight(company=lead.company)

    grow(0, 1)
    url = address(model, "changelist")
    few = queries_of(lambda: office.get(url))
    grow(1, 5)
    assert queries_of(lambda: office.get(url)) == few
