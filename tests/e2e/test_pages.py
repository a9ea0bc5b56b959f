"""Each page as a person sees it: no fault in the console, nothing hidden, nothing out of reach."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page, expect

from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Company, Contact
from mauntic.web.shell.menu import MENU
from mauntic.web.shell.pages import further_pages
from scoring.scores.selectors.ranking import ranked
from scoring.scores.services.rescoring import rescore
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e

PATHS = [
    "/",
    "/leads/",
    "/leads/new/",
    "/companies/",
    "/companies/new/",
    "/notes/new/",
    "/lead-intelligence/spend/",
    "/lead-intelligence/spend/stop/",
    "/scoring/signals/",
    "/scoring/signals/PRICING_PAGE/",
    "/scoring/signals/TOPIC_SURGE/",
    "/scoring/settings/learning/",
    "/scoring/settings/thresholds/",
    "/scoring/alerts/",
    "/scoring/alerts/muted/",
    "/scoring/alerts/promises/",
    "/scoring/alerts/response-times/",
    "/notifications/",
    "/notifications/preferences/",
    "/settings/",
    "/settings/business-hours/",
    "/settings/email/",
    "/settings/keys/",
    "/settings/mail/new/",
    "/settings/mail/new/service/",
    "/settings/mail/sign-in/",
    "/settings/team/",
    "/settings/organization/",
    "/revops/sms/",
    "/revops/agents/settings/",
    "/revops/agents/runs/",
    "/revops/agents/spend/",
    "/revops/agents/vendors/anthropic/",
    "/revops/agents/vendors/compatible/",
    "/revops/agents/prompts/",
    "/revops/agents/prompts/research.read/",
    "/revops/agents/prompts/research.search/",
    "/revops/agents/search/",
    "/revops/agents/search/ai_vendor/",
    "/revops/agents/search/brave/",
    "/revops/agents/search/searxng/",
    "/settings/tracking/",
    "/settings/tracking/forms/",
    "/settings/tracking/forms/new/",
    "/settings/tracking/assets/",
    "/settings/tracking/assets/new/",
    "/settings/tracking/traffic/",
    "/settings/tracking/rejected/",
]


# Pages of the menu and the palette, and the forms that open in dialogs.
FORMS = ["/leads/new/", "/companies/new/", "/revops/deals/new/", "/tasks/new/", "/notes/new/"]


@pytest.fixture
def leads(live: Live, db: None) -> Iterator[list[Contact]]:
    """Three scored leads of one company, the first the best; the admin owns the second."""
    with live.inside():
        good = {
            "title": "CEO",
            "phone": "+49 30 5550100",
            "direct_phone": "+49 30 5550101",
            "employees": "2500",
        }
        made = [
            create_contact(
                values={"first_name": name, "email": f"{name}@tower.example", "company": "Tower"} | values,
                source="manual",
            )
            for name, values in (("Ann", good), ("Bob", {"owner": live.admin()}), ("Cy", {}))
        ]
        rescore(contact_ids=[contact.pk for contact in made])
        for score in ranked():  # as the events would, which need workers
            Contact.objects.filter(pk=score.pk).update(
                lead_score=score.total, lead_grade=score.grade, scored_at=score.scored_at
            )
    yield made
    with live.inside():
        Contact.objects.filter(pk__in=[contact.pk for contact in made]).delete()


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_page_has_no_faults_wide_or_narrow_light_or_dark(page: Page, path: str) -> None:
    assert faults_of(page, path) == []


def test_busy_pages_have_no_faults_wide_or_narrow_light_or_dark(page: Page, leads: list[Contact]) -> None:
    best = leads[0]
    company = f"/companies/{best.company_id}/"
    for path in (
        "/",
        "/leads/",
        f"/leads/{best.pk}/",
        f"/leads/{best.pk}/?edit=title",
        f"/leads/{best.pk}/history/",
        "/companies/",
        company,
        f"{company}edit/",
        f"{company}history/",
        "/events/",
    ):
        assert faults_of(page, path) == []


def test_no_page_logs_to_the_console(page: Page, leads: list[Contact], live: Live) -> None:
    """The Content-Security-Policy refuses inline styles and scripts, also of libraries: it shows there."""
    logged: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            logged.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: logged.append(f"{page.url}: {error}"))
    with live.inside():
        pages = [reverse(name) for name, *_ in MENU] + [item.url for item in further_pages(live.admin())]
    for path in [*pages, *FORMS, f"/leads/{leads[0].pk}/"]:
        page.goto(path)
        page.wait_for_function("document.readyState === 'complete'")
    assert logged == []


def test_all_columns_of_leads_are_to_be_seen_on_a_wide_screen(
    page: Page, leads: list[Contact], live: Live
) -> None:
    with live.inside():
        long = " ".join(["Long"] * 12)
        Company.objects.filter(pk=leads[0].company_id).update(name=long)
        Contact.objects.filter(pk=leads[0].pk).update(
            first_name=long, owner=live.admin(), last_enriched_at=datetime(2026, 5, 26, tzinfo=UTC)
        )
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/leads/")
    table = page.get_by_role("group", name="Leads", exact=True)
    assert table.evaluate("table => table.scrollWidth - table.clientWidth") == 0


def test_a_field_is_edited_in_place_and_told_what_is_wrong(page: Page, leads: list[Contact]) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.get_by_role("link", name="Edit Email").click()
    page.get_by_label("Email", exact=True).fill("nonsense")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="not an email address")).to_be_visible()
    page.get_by_label("Email", exact=True).fill("ann.new@tower.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Email saved.")).to_be_visible()
    expect(page.get_by_role("link", name="ann.new@tower.example")).to_be_visible()


def test_filters_change_the_list_and_its_address_without_a_reload(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.evaluate("window.same = true")
    page.get_by_label("Owner", exact=True).select_option("No owner")
    expect(page.locator("#results tbody tr")).to_have_count(2)
    assert "owner=nobody" in page.url
    assert page.evaluate("window.same") is True


def test_ticked_leads_are_given_to_a_person(page: Page, leads: list[Contact], live: Live) -> None:
    page.goto("/leads/")
    page.get_by_label("Select Cy").check()
    expect(page.get_by_role("group", name="Actions for the selected leads")).to_contain_text("1 selected")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("1 lead assigned to Ada Admin.")).to_be_visible()
    with live.inside():
        assert Contact.objects.get(pk=leads[2].pk).owner == live.admin()


def test_rows_are_walked_and_opened_by_keys(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ann", level=1)).to_be_visible()


def test_the_doors_have_no_faults(page: Page) -> None:
    page.context.clear_cookies()
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/join/unknown/"):
        assert [f for f in faults_of(page, path) if "404" not in f] == []


def test_a_person_signs_in_and_out(page: Page, live) -> None:
    page.context.clear_cookies()
    live.admin()
    page.goto("/settings/")
    page.get_by_label("Email").fill(live.email)
    page.get_by_label("Password").fill(live.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/settings/")
    page.get_by_role("button", name="Account menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/accounts/login/"))


def test_keys_open_the_search_and_the_help(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keyboard shortcuts").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog", name="Keyboard shortcuts").is_hidden()


def test_the_theme_is_there_before_the_first_paint(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_role("group", name="Appearance").get_by_role("button", name="Dark").first.click()
    page.goto("/settings/", wait_until="commit")
    page.wait_for_function("document.body !== null")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
