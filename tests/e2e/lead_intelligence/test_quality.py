"""Quality, policy, reversals and the lead's provenance in a browser: empty, full and with errors."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.provenance.services import reversals
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from tests.e2e.faults import faults_of
from tests.factories.lead_intelligence import make_company, make_lead

pytestmark = pytest.mark.e2e

PATHS = [
    "/lead-intelligence/quality/",
    "/lead-intelligence/policy/",
    "/lead-intelligence/reversals/",
    "/lead-intelligence/providers/apollo/revert/",
]


@pytest.fixture
def lead(live, db):
    """A lead with an enriched title, a suggested one, and a phone number that was taken back."""
    with live.inside():
        company = make_company(name="Quality Engines", domain="quality.example")
        lead = make_lead(
            email="ada@quality.example",
            first_name="Ada",
            title="Countess of Lovelace",
            phone="+44 20 7946 0000",
            company=company,
            last_enriched_at=now() - timedelta(days=40),
        )
        values = {"contact": lead, "provider": "apollo", "confidence": 0.85, "cost": "0.02"}
        FieldWrite.objects.create(field="title", new_value=lead.title, **values)
        FieldWrite.objects.create(field="phone", new_value=lead.phone, **values)
        FieldWrite.objects.create(
            field="firstName",
            new_value="Augusta",
            status="suggested",
            reason="Not applied: a person or an import entered the current value.",
            **values,
        )
        reversals.revert(contact_id=lead.pk, field="phone")
        EnrichmentProvider.objects.filter(pk="apollo").update(config={"apiKey": "a key"})
    yield lead
    with live.inside():
        Reversal.objects.all().delete()
        Contact.objects.filter(pk=lead.pk).delete()
        company.delete()
        EnrichmentProvider.objects.filter(pk="apollo").update(config={})


def test_the_pages_have_no_faults_without_a_lead(page: Page) -> None:
    assert [fault for path in PATHS for fault in faults_of(page, path)] == []


def test_the_pages_have_no_faults_with_leads(page: Page, lead: Contact) -> None:
    assert [fault for path in [*PATHS, f"/leads/{lead.pk}/"] for fault in faults_of(page, path)] == []


def test_a_revert_is_undone_and_a_suggestion_dismissed_on_the_lead(page: Page, lead: Contact) -> None:
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("button", name="Revert Title").click()
    page.get_by_text("Enrichment will not write this value again").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("1 value restored.").wait_for()
    page.get_by_role("button", name="Dismiss Augusta as First name").click()
    page.get_by_text("It will not be suggested again").wait_for()
    assert page.get_by_role("button", name="Use Augusta as First name").count() == 0


def test_a_wrong_number_is_told_beside_its_field(page: Page, lead: Contact) -> None:
    page.goto("/lead-intelligence/policy/")
    page.get_by_label("Minimum score").evaluate("field => { field.max = ''; field.value = '101'; }")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("less than or equal to 100").wait_for()
