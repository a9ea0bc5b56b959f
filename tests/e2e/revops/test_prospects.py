"""The pages of prospects as a person uses them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Company, Contact
from revops.prospects.models import IcpChange, IcpProfile, QualificationRun
from revops.prospects.services.qualify import qualify_scope
from revops.prospects.services.run import continue_run
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.prospects import make_fitting, score_leads, set_icp

pytestmark = pytest.mark.e2e

LIST, PROFILE = "/revops/prospects/", "/revops/icp/"


@pytest.fixture
def leads(live: Live, db: None) -> Iterator[list[Contact]]:
    """A lead that fits, one to review, and one without a company."""
    with live.inside():
        set_icp()
        company = Company.objects.create(name="Engines", industry="Software", employees=320)
        wanted = make_fitting(first_name="Ada", last_name="Byron", company=company)
        review = make_fitting(
            first_name="Bo", last_name="Lee", title="Accountant", country="FR", seniority=""
        )
        sparse = make_fitting(first_name="", title="", phone="")
        score_leads(72, wanted, review, sparse)
        qualify_scope(scope=Contact.objects.all())
    yield [wanted, review, sparse]
    with live.inside():
        for rows in (IcpProfile, IcpChange, QualificationRun, Contact, Company):
            rows.objects.all().delete()


def test_the_pages_have_no_faults(page: Page, leads: list[Contact]) -> None:
    for path in (LIST, f"{LIST}?tab=enrich", f"{LIST}?tab=skip", PROFILE, f"/leads/{leads[0].pk}/"):
        assert faults_of(page, path) == []


def test_a_changed_profile_is_saved_and_its_progress_shown_until_it_ends(
    page: Page, leads: list[Contact], live: Live
) -> None:
    page.goto(PROFILE)
    page.get_by_label("Countries").fill("Germany, Atlantis")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text('Unknown country "Atlantis"')).to_be_visible()

    page.get_by_label("Countries").fill("Austria")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Qualifying all leads: 0 of 3 leads")).to_be_visible()
    expect(page.get_by_text("Countries: DE, US → AT")).to_be_visible()

    with live.inside():
        continue_run(run_id=QualificationRun.objects.get().pk)
    expect(page.get_by_text("All leads were qualified")).to_be_visible()
    page.goto(f"/leads/{leads[0].pk}/")
    expect(page.get_by_text('country "DE" does not match')).to_be_visible()


def test_a_lead_is_found_under_its_recommendation(page: Page, leads: list[Contact]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Prospects").first.click()
    expect(page.get_by_role("link", name="Ada Byron", exact=True)).to_be_visible()

    page.get_by_role("link", name="Review 1").click()
    expect(page.get_by_role("link", name="Ada Byron", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Bo Lee", exact=True).click()
    expect(page.get_by_role("heading", name="Prospect: review")).to_be_visible()
