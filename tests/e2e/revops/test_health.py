"""The pages of deal health as a person uses them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.committee.models import CommitteeMember
from revops.deals.models.deals import Deal, DealChange
from revops.health.models import HealthWarning
from revops.health.services.assess import assess_deals
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e

SETTINGS = "/revops/health/"
LIST = "/revops/health/no_activity/"
DAY = timedelta(days=1)


@pytest.fixture
def deals(live: Live, db: None) -> Iterator[list[Deal]]:
    """A deal that went quiet after its champion left, and one that is new."""
    with live.inside():
        company = Company.objects.create(name="Initech", domain="initech.example")
        ann, bob = (
            Contact.objects.create(first_name=name, last_name="Lee", company=company)
            for name in ("Ann", "Bob")
        )
        old = now() - 60 * DAY
        kept = {"contact": ann, "company": company, "owner": live.admin(), "currency": "EUR"}
        quiet = Deal.objects.create(
            name="Roll-out in three plants",
            stage="proposal",
            value=32_000,
            created_at=old,
            stage_entered_at=old,
            expected_close_on=(now() - 6 * DAY).date(),
            **kept,
        )
        CommitteeMember.objects.create(
            deal=quiet, contact=bob, role="champion", added_at=old, left_at=now() - 9 * DAY
        )
        Activity.objects.create(
            deal=quiet, type="call", created_at=old, completed_at=now() - 23 * DAY, subject="Call"
        )
        DealChange.objects.create(
            deal=quiet, field="value", old="50000.00", new="32000.00", at=now() - 5 * DAY
        )
        fresh = Deal.objects.create(name="Trial", value=900, next_step="Send the offer", **kept)
        assess_deals()
    yield [quiet, fresh]
    with live.inside():
        HealthWarning.objects.all().delete()
        Deal.objects.filter(pk__in=[quiet.pk, fresh.pk]).delete()
        company.contacts.all().delete()
        company.delete()


def test_a_wrong_number_is_shown_beside_its_field_and_a_right_one_is_saved(
    page: Page, deals: list[Deal]
) -> None:
    page.goto(SETTINGS)
    field = page.get_by_label("No activity: limit in days")
    field.fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Enter a number above 0, up to 9999.")).to_be_visible()
    field.fill("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Settings saved. All open deals are being assessed again.")).to_be_visible()
    page.get_by_role("button", name="Reset No activity").click()
    expect(field).to_have_value("14")
    page.get_by_role("link", name="1 deal: No activity").click()
    expect(page.get_by_text("No activity for 23 days.")).to_be_visible()


def test_the_pages_have_no_faults_empty_and_busy(page: Page, live: Live, deals: list[Deal]) -> None:
    for path in (SETTINGS, LIST, "/revops/health/meeting_booked/"):
        assert faults_of(page, path) == []
