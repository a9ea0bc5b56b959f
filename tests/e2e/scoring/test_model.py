"""The scoring pages as a person uses them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Contact
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import publish_version
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e

SETTINGS = "/scoring/settings/"


@pytest.fixture
def lead(live: Live, db: None) -> Iterator[Contact]:
    """A scored lead, the only one; what was published meanwhile is rolled back."""
    with live.inside():
        # Other tests of the same served organization leave leads behind, and the preview counts all.
        Contact.objects.all().delete()
        first = version_in_force().version
        made = create_contact(
            values={"first_name": "Ann", "email": "ann@tower.example", "title": "CEO", "company": "Tower"},
            source="manual",
        )
        rescore(contact_ids=[made.pk])
    yield made
    with live.inside():
        publish_version(version=first)
        ModelVersion.objects.filter(version__gt=first).delete()
        Contact.objects.filter(pk=made.pk).delete()


def test_the_preview_follows_what_is_typed(page: Page, lead: Contact) -> None:
    page.goto(SETTINGS)
    page.get_by_label("Points for Email address").fill("70")
    expect(page.locator("#preview")).to_contain_text("1 score would change")
    page.get_by_label("Points for Email address").fill("lots")
    expect(page.locator("#preview")).to_contain_text("The draft has errors")
    expect(page.locator("#id_has_email-weight-wrong")).to_have_text("Enter a number.")
    page.get_by_label("Points for Email address").fill("10")
    expect(page.locator("#preview")).to_contain_text("No score would change")
    expect(page.locator("#id_has_email-weight-wrong")).to_be_hidden()


def test_an_own_factor_is_put_together_previewed_published_and_rolled_back(page: Page, lead: Contact) -> None:
    page.goto(SETTINGS)
    page.get_by_role("button", name="Add factor").click()
    page.get_by_label("Name", exact=True).fill("Tower people")
    page.get_by_label("Points", exact=True).fill("33")
    page.get_by_label("Field").select_option("Company")
    page.get_by_label("Value").fill("Tower")
    expect(page.locator("#preview")).to_contain_text("1 score would change")
    expect(page.locator("#preview")).to_contain_text("Tower people: Matches the only lead")
    page.get_by_role("button", name="Publish v").first.click()
    expect(page.get_by_text("published. All leads are being scored.")).to_be_visible()
    expect(page.get_by_text("Tower people added with +33")).to_be_visible()
    assert [f for f in faults_of(page, SETTINGS) if "console" not in f] == []
    page.get_by_role("link", name="Roll back").first.click()
    expect(page.get_by_text("Tower people removed")).to_be_visible()
    page.get_by_role("button", name="Roll back").click()
    expect(page.get_by_text("Rolled back to version")).to_be_visible()


def test_the_pages_have_no_faults_empty_and_busy(page: Page, live: Live, db: None) -> None:
    for path in (SETTINGS, f"{SETTINGS}versions/1/publish/", "/scoring/"):
        assert faults_of(page, path) == []
