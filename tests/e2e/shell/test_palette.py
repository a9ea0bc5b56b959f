"""The command palette in the browser: records, pages, and what the open record offers."""

import pytest
from playwright.sync_api import Page, Route, expect

from mauntic.crm.models import Contact
from tests.e2e.faults import axe_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e


def opened(page: Page, path: str = "/") -> Page:
    page.goto(path)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search or run a command")).to_be_focused()
    return page


def chosen(page: Page) -> str:
    """The option that the field names as the active one."""
    active = "document.activeElement.getAttribute('aria-activedescendant')"
    return page.evaluate(f"document.getElementById({active})?.textContent ?? ''")


def test_a_lead_is_found_by_words_in_any_order_and_opened_by_enter(page: Page, leads: list[Contact]) -> None:
    opened(page)
    page.keyboard.type("turret bob")
    expect(page.get_by_role("option", name="Bob Archer Turret Engines")).to_be_visible()
    assert "Bob Archer" in chosen(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bob Archer", level=1)).to_be_visible()


def test_arrows_choose_and_pages_are_found_beside_records(page: Page, leads: list[Contact]) -> None:
    opened(page)
    page.keyboard.type("an")
    expect(page.get_by_role("option", name="Ann Archer Turret Engines")).to_be_visible()
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    second = chosen(page)
    page.keyboard.press("ArrowUp")
    assert (chosen(page), second != first) == (first, True)
    page.keyboard.press("Control+a")
    page.keyboard.type("business hours")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/business-hours/")


def test_the_open_lead_is_assigned_by_a_command(page: Page, leads: list[Contact], live: Live) -> None:
    opened(page, f"/leads/{leads[0].pk}/")
    page.keyboard.type("assign me")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Lead assigned to Ada Admin.")).to_be_visible()
    with live.inside():
        assert Contact.objects.get(pk=leads[0].pk).owner == live.admin()


def test_esc_closes_and_gives_the_focus_back(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.keyboard.press("j")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "Ann Archer"


def test_results_that_no_longer_fit_are_gone_before_the_next_answer(page: Page, leads: list[Contact]) -> None:
    opened(page)
    page.keyboard.type("ann")
    expect(page.get_by_role("option", name="Ann Archer Turret Engines")).to_be_visible()
    page.route("**/search/**", lambda route: None)  # no answer for now
    page.keyboard.type("zz")
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_search_that_fails_says_so(page: Page, leads: list[Contact]) -> None:
    opened(page)

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route("**/search/**", fail)
    page.keyboard.type("archer")
    expect(page.get_by_text("The search failed.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_open_palette_has_no_faults(page: Page, leads: list[Contact], theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    opened(page, "/leads/")
    page.keyboard.type("archer")
    expect(page.get_by_role("option", name="Cy Archer")).to_be_visible()
    assert axe_of(page) == []
