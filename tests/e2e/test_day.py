"""A rep's day in the browser, with the clicks that it takes."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from revops.activities.models import Activity
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.raising import raise_alerts
from tests.e2e.clicks import Clicks
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.crm import CompanyFactory
from tests.factories.scoring import make_signal

pytestmark = pytest.mark.e2e

NAMES = ("Ann", "Ben", "Cem", "Dee", "Eva", "Fay")


@pytest.fixture
def leads(live: Live, db: None) -> Iterator[list[Contact]]:
    """Six leads of the admin, the first the hottest and with an open alert."""
    admin = live.admin()
    with live.inside():
        company = CompanyFactory(name="Tower Engines")
        made = [
            Contact.objects.create(
                first_name=name,
                last_name="Tower",
                company=company,
                owner=admin,
                phone="+493012345",
                lead_score=Decimal(99 - number),
                lead_grade="A",
                intent_score=Decimal(95 - number),
            )
            for number, name in enumerate(NAMES)
        ]
        raise_alerts(signal_ids=[make_signal(made[0], "PRICING_PAGE", detected_at=now()).pk])
    yield made
    with live.inside():
        Activity.everything.all().delete()
        Contact.objects.filter(pk__in=[lead.pk for lead in made]).delete()
        Notification.objects.all().delete()


def test_the_five_hottest_of_mine_are_one_click_away(page: Page, leads: list[Contact]) -> None:
    page.goto("/")
    click = Clicks(page)
    click("link", "My hot leads")
    names = page.locator(".lead-name a")
    expect(names.first).to_have_text("Ann Tower")
    assert names.all_inner_texts()[:5] == [f"{name} Tower" for name in NAMES[:5]]
    assert click.count == 1


def test_opening_a_lead_and_logging_a_call_takes_three_clicks(
    page: Page, live: Live, leads: list[Contact]
) -> None:
    page.goto("/leads/?tab=mine")
    click = Clicks(page)
    click("link", "Ann Tower")
    click("link", "Call Ann Tower")
    panel = page.locator("#log-panel")
    expect(panel.get_by_role("link", name="+493012345")).to_have_attribute("href", "tel:+493012345")
    panel.get_by_label("Reached").check()
    panel.get_by_role("textbox", name="Next step").fill("Send the offer")
    panel.get_by_label("Due").select_option("tomorrow")
    click("button", "Save")

    expect(
        page.get_by_text("Call with Ann Tower logged. Follow-up task due tomorrow 09:00. 1 alert answered.")
    ).to_be_visible()
    expect(panel).to_be_hidden()
    expect(page.locator(".timeline-list .entry-title", has_text="Call")).to_have_count(1)
    expect(page.locator(".lead-next")).to_contain_text("Send the offer")
    assert click.count == 3
    with live.inside():
        assert SignalAlert.objects.get(contact=leads[0]).answered_with == "call"

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".entry-title", has_text="Call (undone)")).to_be_visible()
    with live.inside():
        assert SignalAlert.objects.get(contact=leads[0]).status == "open"


def test_a_task_for_tomorrow_is_seen_on_tasks_after_two_clicks(page: Page, leads: list[Contact]) -> None:
    page.goto("/tasks/")
    click = Clicks(page)
    click("link", "New task")
    page.get_by_role("textbox", name="Task").fill("Book the demo")
    click("button", "Save")
    expect(page.get_by_text('"Book the demo" scheduled, due tomorrow 09:00.')).to_be_visible()
    expect(page.locator(".task-row", has_text="Book the demo")).to_contain_text("Due tomorrow 09:00")
    assert click.count == 2


def test_a_call_from_my_day_takes_the_lead_off_the_list_without_a_reload(
    page: Page, leads: list[Contact]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Call Ann Tower").click()
    panel = page.locator("#log-panel")
    save = panel.get_by_role("button", name="Save")
    expect(save).to_be_in_viewport()
    save.click()
    expect(page.get_by_text("Call with Ann Tower logged. 1 alert answered.")).to_be_visible()
    expect(page.locator(".day-row", has_text="Pricing page")).to_have_count(0)
    assert page.evaluate("window.same") is True


def test_what_is_wrong_is_said_in_the_panel_which_gives_the_focus_back(
    page: Page, leads: list[Contact]
) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    opener = page.get_by_role("link", name="Call Ann Tower")
    opener.click()
    panel = page.locator("#log-panel")
    panel.get_by_role("textbox", name="Next step").fill("Send the offer")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_text("Enter when the next step is due.")).to_be_visible()
    expect(panel.get_by_role("textbox", name="Next step")).to_have_value("Send the offer")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(opener).to_be_focused()


def test_my_day_follows_what_happens_and_keeps_the_focus(
    page: Page, live: Live, leads: list[Contact]
) -> None:
    page.clock.install()
    page.goto("/")
    button = page.get_by_role("button", name="Acknowledge Pricing page of Ann Tower")
    button.focus()
    with live.inside():
        raise_alerts(signal_ids=[make_signal(leads[1], "DEMO_REQUEST", detected_at=now()).pk])
    page.clock.fast_forward("00:11")
    expect(page.locator(".day-row", has_text="Demo request")).to_be_visible()
    expect(button).to_be_focused()


def test_pages_of_the_day_have_no_faults_wide_or_narrow_light_or_dark(
    page: Page, live: Live, leads: list[Contact]
) -> None:
    with live.inside():
        admin = live.admin()
        tasks = [
            Activity.objects.create(
                type="task", subject=f"Task {hours}", owner=admin, due_at=now() + timedelta(hours=hours)
            )
            for hours in (-30, 1, 30)
        ]
    paths = (
        "/",
        "/?whose=all",
        "/tasks/",
        "/tasks/?tab=upcoming&whose=team",
        "/tasks/?tab=done",
        "/tasks/new/",
        f"/tasks/{tasks[0].pk}/edit/",
        f"/revops/activities/log/?contact={leads[0].pk}",
    )
    assert {path: faults for path in paths if (faults := faults_of(page, path))} == {}
