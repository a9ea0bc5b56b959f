"""Insights and research as a person uses them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.research import make_insight, make_page

pytestmark = pytest.mark.e2e


@pytest.fixture
def lead(live: Live, db: None) -> Iterator[Contact]:
    """A lead whose company has insights, and a job with a refused page and dropped claims."""
    with live.inside():
        company = Company.objects.create(name="Acme Robotics", domain="acme-robotics.example")
        lead = Contact.objects.create(first_name="Jane", last_name="Doe", company=company)
        job = ResearchJob.objects.create(
            type="company",
            company=company,
            contact=lead,
            state="completed",
            completed_at=now(),
            insights_found=2,
            dropped={"not_found": 2, "negated": 1},
            reader="model-1",
            cost="0.0123",
        )
        make_page(job)
        make_page(job, position=1, url="https://acme.example/jobs", outcome="refused", title="")
        make_insight(company=company, job=job, content="Acme Robotics hires engineers in Berlin.")
        make_insight(contact=lead, content="Jane studied in Oslo.", url="", source="Clearbit")
    yield lead
    with live.inside():
        for rows in (ResearchInsight, ResearchJob, Contact, Company):
            rows.objects.all().delete()


def test_the_pages_have_no_faults(page: Page, lead: Contact, live: Live) -> None:
    with live.inside():
        job = ResearchJob.objects.get()
    for path in (
        f"/leads/{lead.pk}/",
        f"/companies/{lead.company_id}/",
        f"/revops/research/leads/{lead.pk}/",
        f"/revops/research/jobs/{job.pk}/",
    ):
        assert faults_of(page, path) == []


def test_research_is_started_and_its_end_is_shown_without_a_reload(
    page: Page, lead: Contact, live: Live
) -> None:
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("button", name="Research person").click()
    expect(page.get_by_text("Research on Jane Doe started.")).to_be_visible()
    expect(page.get_by_text("Research (person) is waiting")).to_be_visible()
    with live.inside():
        ResearchJob.objects.filter(type="person").update(state="completed", completed_at=now())
    expect(page.get_by_text("nothing found")).to_be_visible()
