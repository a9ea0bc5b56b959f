"""The suggested order of vendors, with something to apply and something to undo."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from tests.e2e.faults import faults_of
from tests.factories.lead_intelligence import make_lead, set_rule

pytestmark = pytest.mark.e2e
PAGE = "/lead-intelligence/waterfall/suggestion/"


@pytest.fixture
def ledger(live, db):
    """Searches for titles: the vendor that stands second knows as much for a tenth of the price."""
    with live.inside():
        set_rule("title", "zoominfo", "apollo", min_confidence=0.5)
        EnrichmentProvider.objects.filter(pk__in=("zoominfo", "apollo")).update(
            config={"apiKey": "k"}, enabled=True
        )
        leads = [make_lead(email=f"lead{n}@suggestion.example") for n in range(240)]
        jobs = EnrichmentJob.objects.bulk_create(
            EnrichmentJob(
                contact=lead,
                status="completed",
                field_requests=["title"],
                providers_tried=["apollo"],
                explores=number % 4 == 0,
            )
            for number, lead in enumerate(leads)
        )
        VendorCall.objects.bulk_create(
            VendorCall(
                job=job,
                provider_id="apollo" if job.explores else "zoominfo",
                fields=["title"],
                outcome="found",
                cost=Decimal("0.02" if job.explores else "0.25"),
                answer={"title": ["CEO", 0.9]},
                started_at=now() - timedelta(hours=1),
                finished_at=now(),
            )
            for job in jobs
        )
    yield
    with live.inside():
        Contact.objects.filter(pk__in=[lead.pk for lead in leads]).delete()
        EnrichmentProvider.objects.filter(pk__in=("zoominfo", "apollo")).update(config={})
        set_rule("title", "clearbit", "apollo", "hunter")


def test_a_suggestion_has_no_faults_is_applied_and_undone(page: Page, ledger: None) -> None:
    assert faults_of(page, PAGE) == []
    expect(page.get_by_text("Saves 92% per correct value")).to_be_visible()
    page.get_by_role("button", name="Apply all").click()
    expect(page.get_by_text("Order applied: title.")).to_be_visible()
    assert faults_of(page, PAGE) == []
    page.get_by_role("button", name="Undo: Title").click()
    expect(page.get_by_text("Previous order restored: Title.")).to_be_visible()
