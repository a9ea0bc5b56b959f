"""Alerts in the browser: sorted by deadline, and acknowledged without a reload."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.expiry import expire_alerts
from scoring.alerts.services.moves import acknowledge_alerts
from scoring.alerts.services.raising import raise_alerts
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.crm import CompanyFactory
from tests.factories.scoring import make_signal

pytestmark = pytest.mark.e2e

SIGNALS = (
    ("Ann", "Archer", "PRICING_PAGE", timedelta(hours=2)),
    ("Ann", "Archer", "DEMO_REQUEST", timedelta(minutes=52)),
    ("Bob", "Butler", "EMAIL_REPLY", timedelta(minutes=20)),
    ("Cy", "Cooper", "WEBSITE_VISIT", timedelta(hours=1)),
)


@pytest.fixture
def alerts(live: Live, db: None) -> Iterator[list[SignalAlert]]:
    """Four alerts on three leads of the admin; the first ran out."""
    admin = live.admin()
    with live.inside():
        company = CompanyFactory(name="Tower Engines")
        leads = {
            first: Contact.objects.create(
                first_name=first, last_name=last, title="Head of buying", company=company, owner=admin
            )
            for first, last, _, _ in SIGNALS
        }
        made = [_alert(leads[first], code, ago) for first, _, code, ago in SIGNALS]
        expire_alerts()
    yield made
    with live.inside():
        Contact.objects.filter(pk__in=[lead.pk for lead in leads.values()]).delete()
        Notification.objects.all().delete()


def _alert(lead: Contact, code: str, ago: timedelta) -> SignalAlert:
    at = now() - ago
    signal = make_signal(lead, code, detected_at=at, metadata={"url": "https://www.example.com/pricing"})
    [alert] = raise_alerts(signal_ids=[signal.pk], now=at)
    return alert


def test_pages_of_alerts_have_no_faults_wide_or_narrow_light_or_dark(
    page: Page, live: Live, alerts: list[SignalAlert]
) -> None:
    with live.inside():
        acknowledge_alerts(alert_ids=[alerts[3].pk], by=live.admin())
    paths = (
        "/scoring/alerts/",
        "/scoring/alerts/?state=acknowledged",
        "/scoring/alerts/?priority=low",
        f"/scoring/alerts/?fold={alerts[0].contact_id}",
        "/scoring/alerts/muted/",
        f"/scoring/alerts/{alerts[0].pk}/",
        "/scoring/alerts/response-times/",
        "/scoring/alerts/promises/",
        "/notifications/",
        f"/leads/{alerts[0].contact_id}/",
        "/",
    )
    assert {path: faults for path in paths if (faults := faults_of(page, path))} == {}


def test_an_alert_that_is_acknowledged_leaves_the_day_without_a_reload(
    page: Page, live: Live, alerts: list[SignalAlert]
) -> None:
    page.goto("/")
    page.evaluate("window.same = true")

    page.get_by_role("button", name="Acknowledge Email reply of Bob Butler").click()

    expect(page.get_by_text("1 alert acknowledged.")).to_be_visible()
    expect(page.get_by_role("button", name="Acknowledge Email reply of Bob Butler")).to_have_count(0)
    assert page.evaluate("window.same") is True
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Acknowledge Email reply of Bob Butler")).to_be_visible()
    with live.inside():
        assert SignalAlert.objects.get(pk=alerts[2].pk).status == "open"


def test_the_clock_of_a_deadline_runs(page: Page, alerts: list[SignalAlert]) -> None:
    page.clock.install()
    page.goto(f"/scoring/alerts/?fold={alerts[1].contact_id}")
    row = page.locator(".alert-row", has_text="Demo request")
    expect(row.locator(".countdown")).to_contain_text("in 7:")

    page.clock.fast_forward("10:00")

    expect(row.locator(".countdown")).to_contain_text("over")


def test_a_snooze_asks_for_a_reason_and_hides_the_alert(page: Page, alerts: list[SignalAlert]) -> None:
    page.goto(f"/scoring/alerts/?fold={alerts[2].contact_id}")
    row = page.locator(".alert-row", has_text="Email reply")
    row.get_by_text("More").click()
    row.get_by_label("Reason to snooze").fill("They are on holiday")
    row.get_by_role("button", name="Snooze").click()

    expect(page.get_by_text("1 alert snoozed. The deadline stays.")).to_be_visible()
    expect(page.locator(".alert-row", has_text="Email reply")).to_have_count(0)


def test_alerts_of_selected_leads_are_acknowledged_together(page: Page, alerts: list[SignalAlert]) -> None:
    page.goto("/scoring/alerts/")
    page.get_by_label("Select Ann Archer").check()
    page.locator("#bulk").get_by_role("button", name="Acknowledge").click()

    expect(page.get_by_text("2 alerts acknowledged.")).to_be_visible()
    expect(page.locator(".alert-groups > li")).to_have_count(1)


def test_a_row_opens_its_signals_and_is_acknowledged_without_a_reload(
    page: Page, alerts: list[SignalAlert]
) -> None:
    page.goto("/scoring/alerts/")
    page.evaluate("window.same = true")
    row = page.locator(".alert-groups > li", has_text="Ann Archer")
    expect(row.locator(".alert-row")).to_have_count(0)

    row.get_by_text("2 signals").click()

    expect(row.locator(".alert-row")).to_have_count(2)
    row.get_by_role("button", name="Acknowledge 2 alerts of Ann Archer").click()
    expect(page.get_by_text("2 alerts acknowledged.")).to_be_visible()
    expect(page.locator(".alert-groups > li")).to_have_count(1)
    assert page.evaluate("window.same") is True


def test_all_alerts_are_acknowledged_and_undone_with_two_clicks(
    page: Page, live: Live, alerts: list[SignalAlert]
) -> None:
    page.goto("/scoring/alerts/")

    page.get_by_role("button", name="Acknowledge all: 3 alerts").click()

    expect(page.get_by_text("3 alerts acknowledged.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".alert-groups > li")).to_have_count(2)


def test_an_alert_that_comes_up_shows_by_itself(page: Page, live: Live, alerts: list[SignalAlert]) -> None:
    page.goto("/scoring/alerts/")
    with live.inside():
        _alert(Contact.objects.get(pk=alerts[3].contact_id), "CONTACT_PAGE", timedelta(0))

    expect(page.locator(".alert-groups > li", has_text="Contact page")).to_be_visible(timeout=15_000)
