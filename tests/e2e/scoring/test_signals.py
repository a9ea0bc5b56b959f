"""Ops people change what counts as intent, without fear."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from mauntic.tracking.models import Visit
from scoring.detection.models import DetectionRule
from scoring.detection.services.types import restore_signal_type
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.scoring import make_signal

pytestmark = pytest.mark.e2e
LIST, PRICING = "/scoring/signals/", "/scoring/signals/PRICING_PAGE/"


@pytest.fixture
def busy(live: Live, db: None) -> Iterator[None]:
    """A contact with visits and signals."""
    with live.inside():
        contact = Contact.objects.create(first_name="Val")
        for number in range(12):
            Visit.objects.create(contact=contact, url=f"https://x.example/{'pricing' if number % 3 else 'a'}")
        for code in ("PRICING_PAGE", "TOPIC_SURGE", "DOCS_VISIT"):
            make_signal(contact, code, count=7)
    yield
    with live.inside():
        contact.delete()
        restore_signal_type(code="PRICING_PAGE")


def test_busy_signal_pages_have_no_faults(page: Page, busy: None) -> None:
    for path in (
        LIST,
        f"{LIST}?kind=page_visited&value=/demo/pricing",
        f"{LIST}?kind=page_visited&value=",
        PRICING,
    ):
        assert faults_of(page, path) == []


def test_a_rule_is_counted_refused_and_saved(page: Page, busy: None, live: Live) -> None:
    page.goto(PRICING)
    expect(page.get_by_text("Matches 8 of 12 page visits of the last 30 days.")).to_be_visible()
    rule = page.get_by_role("form", name="Page visit with /pricing or /pricing-* in its path, without")
    rule.get_by_label("Parts of the path").fill("https://x.example/pricing")
    rule.get_by_role("button", name="Save rule").click()
    expect(page.get_by_text("Leave out host and query")).to_be_visible()
    rule.get_by_label("Parts of the path").fill("/pricing\n/a")
    rule.get_by_role("button", name="Count matches").click()
    expect(page.get_by_text("The rule matches 12 of 12 page visits").first).to_be_visible()
    rule.get_by_role("button", name="Save rule").click()
    expect(page.get_by_text("The rule matches everything")).to_be_visible()
    with live.inside():
        kept = DetectionRule.objects.get(signal_type="PRICING_PAGE", trigger="page_visited")
        assert kept.values == ["/pricing", "/a"]
