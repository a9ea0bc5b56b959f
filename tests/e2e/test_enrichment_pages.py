"""The pages of enrichment, with a vendor that refuses, one that rests, and jobs of every kind."""

import pytest
from playwright.sync_api import Page

from lead_intelligence import services
from lead_intelligence.models import EnrichmentJob, EnrichmentProvider, ProviderHealth, VendorCall
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from tests.e2e.test_pages import faults_of
from tests.factories.lead_intelligence import make_lead

pytestmark = pytest.mark.e2e


@pytest.fixture
def jobs(live, db):
    """Three jobs: one found nobody to ask, one waits, one has called a vendor that failed."""
    with live.inside():
        leads = [make_lead(email=f"{name}@pages.example") for name in ("ada", "charles", "mary")]
        jobs = services.request_enrichment(contact_ids=[lead.pk for lead in leads])
        services.run_job(job_id=jobs[0].pk)
        EnrichmentJob.objects.filter(pk=jobs[2].pk).update(status="failed", reason="The job broke: Error.")
        VendorCall.objects.create(
            job=jobs[2],
            provider_id="hunter",
            fields=["title", "phone"],
            outcome="provider_error",
            detail="Hunter answered 502: Bad Gateway",
            duration_ms=120,
            finished_at=now(),
        )
        EnrichmentProvider.objects.filter(pk="apollo").update(
            enabled=False, disabled_reason="It refuses the API key.", config={"apiKey": "a key"}
        )
        EnrichmentProvider.objects.filter(pk="hunter").update(config={"apiKey": "a key"})
        ProviderHealth.objects.filter(pk="hunter").update(circuit_state="open", opened_at=now())
    yield jobs
    with live.inside():
        Contact.objects.filter(pk__in=[lead.pk for lead in leads]).delete()
        EnrichmentProvider.objects.filter(pk__in=["apollo", "hunter"]).update(
            enabled=True, disabled_reason="", config={}
        )
        ProviderHealth.objects.update(circuit_state="closed", opened_at=None)


def test_the_pages_of_enrichment_have_no_faults(page: Page, jobs: list[EnrichmentJob]) -> None:
    paths = [
        "/lead-intelligence/",
        "/lead-intelligence/waterfall/",
        "/lead-intelligence/providers/apollo/",
        *(f"/lead-intelligence/jobs/{job.pk}/" for job in jobs[::2]),
    ]
    assert [fault for path in paths for fault in faults_of(page, path)] == []


def test_a_finished_job_is_shown_without_a_reload(page: Page, live, jobs: list[EnrichmentJob]) -> None:
    page.goto(f"/lead-intelligence/jobs/{jobs[1].pk}/")
    page.get_by_text("Waiting", exact=True).wait_for()
    with live.inside():
        services.run_job(job_id=jobs[1].pk)
    page.get_by_text("Exhausted", exact=True).wait_for()
    assert page.locator("[hx-trigger]").count() == 0
