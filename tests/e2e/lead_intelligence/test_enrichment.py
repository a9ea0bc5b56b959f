"""The pages of enrichment, with a vendor that refuses, one that rests, and jobs of every kind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services import batches, requests
from lead_intelligence.runs.services import run
from lead_intelligence.vendors.models import EnrichmentProvider, ProviderHealth
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from tests.e2e.dragging import drag_to_the_end
from tests.e2e.faults import faults_of
from tests.factories.lead_intelligence import make_lead

pytestmark = pytest.mark.e2e


@pytest.fixture
def jobs(live, db):
    """Three jobs: one found nobody to ask, one waits, one has called a vendor that failed."""
    with live.inside():
        leads = [make_lead(email=f"{name}@pages.example") for name in ("ada", "charles", "mary")]
        jobs = requests.request_enrichment(contact_ids=[leads[0].pk])
        run.run_jobs()
        jobs += requests.request_enrichment(contact_ids=[lead.pk for lead in leads[1:]])
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
            enabled=False, disabled_reason="The vendor rejects the API key.", config={"apiKey": "a key"}
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
        "/lead-intelligence/providers/hunter/",
        "/lead-intelligence/jobs/",
        "/lead-intelligence/batches/",
        "/leads/enrich/",
        *(f"/lead-intelligence/jobs/{job.pk}/" for job in jobs[::2]),
    ]
    assert [fault for path in paths for fault in faults_of(page, path)] == []


@pytest.fixture
def batch(live, db) -> Iterator[EnrichmentBatch]:
    """A batch of two leads, of which one has failed and one waits."""
    with live.inside():
        leads = [make_lead(email=f"{name}@batch.example") for name in ("ada", "bob")]
        batch = batches.request_batch(
            contact_ids=[lead.pk for lead in leads], label="Two leads", requested_by=live.admin()
        )
        batch.jobs.filter(contact=leads[0]).update(status="failed", reason="The job broke: Error.")
    yield batch
    with live.inside():
        Contact.objects.filter(pk__in=[lead.pk for lead in leads]).delete()
        batch.delete()


def test_the_pages_of_a_batch_have_no_faults(page: Page, batch: EnrichmentBatch) -> None:
    path = f"/lead-intelligence/batches/{batch.pk}/"
    assert [fault for each in (path, f"{path}cancel/") for fault in faults_of(page, each)] == []


def test_a_batch_is_watched_cancelled_and_asked_again(page: Page, live, batch: EnrichmentBatch) -> None:
    page.goto(f"/lead-intelligence/batches/{batch.pk}/")
    page.get_by_role("link", name="Cancel batch").click()
    page.get_by_role("button", name="Cancel 1 job").click()
    expect(page.get_by_text("1 of 2")).to_have_count(0)
    page.get_by_role("button", name="Retry failed").click()
    expect(page.get_by_role("heading", name="Retry of Two leads", level=1)).to_be_visible()
    with live.inside():
        again = EnrichmentBatch.objects.exclude(pk=batch.pk).get()
        again.jobs.update(status="completed")
    expect(page.get_by_role("status").get_by_text("Finished", exact=True)).to_be_visible()
    assert page.locator("#live[hx-trigger]").count() == 0
    with live.inside():
        again.delete()


def test_vendors_are_dragged_into_another_order(page: Page, db: None) -> None:
    page.goto("/lead-intelligence/waterfall/")
    expect(page.get_by_role("heading", name="Suggested order")).to_be_visible()  # and moves nothing any more
    numbers = [1, 2, 3]
    places = [page.get_by_label(f"First name: vendor {number}") for number in numbers]
    before = [place.input_value() for place in places]
    grips = page.locator("section", has=page.get_by_role("heading", name="First name")).locator("[data-grip]")
    drag_to_the_end(page, grips.nth(0), grips.nth(2))
    expect(places[2]).to_have_value(before[0])
    assert [place.input_value() for place in places] == [before[1], before[2], before[0]]


def test_a_finished_job_is_shown_without_a_reload(page: Page, live, jobs: list[EnrichmentJob]) -> None:
    page.goto(f"/lead-intelligence/jobs/{jobs[1].pk}/")
    page.get_by_text("Pending", exact=True).wait_for()
    with live.inside():
        run.run_jobs()
    page.get_by_text("Exhausted", exact=True).wait_for()
    assert page.locator("main [hx-trigger]").count() == 0
