"""Keys in the browser: where they lead, and when they do nothing."""

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact

pytestmark = pytest.mark.e2e

FOCUSED = "document.activeElement.textContent.trim()"


def test_g_and_a_letter_go_to_a_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/companies/")


def test_arrows_walk_once_a_row_has_the_focus(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.body") is True
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == "Bob Archer"


def test_x_tells_the_list_which_row_is_meant(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.evaluate(
        "document.addEventListener('row:toggle', ({ target, detail }) =>"
        " { document.title = `${target.querySelector('a').textContent} ${detail.range}` })"
    )
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.title() == "Ann Archer false"
    page.keyboard.press("Shift+X")
    assert page.title() == "Ann Archer true"


def test_no_key_acts_while_typing_or_in_a_dialog(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.get_by_label("Name, email or company").first.fill("")
    page.keyboard.type("gc?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert "/leads/" in page.url


def test_esc_leaves_the_search_and_gives_the_focus_back(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "Ann Archer"


def test_c_opens_the_menu_and_esc_closes_it(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("c")
    expect(page.get_by_role("link", name="Lead", exact=False).locator("visible=true").last).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#create")).not_to_have_attribute("open", "")
    assert page.evaluate(FOCUSED) == "New"


def test_esc_in_a_field_edited_in_place_cancels_and_gives_the_focus_back(
    page: Page, leads: list[Contact]
) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.get_by_role("link", name="Edit First name").click()
    page.get_by_label("First name", exact=True).fill("Nobody")
    page.keyboard.press("Escape")
    expect(page.get_by_label("First name", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Edit First name")).to_be_focused()
    expect(page.get_by_role("heading", name="Ann Archer", level=1)).to_be_visible()


def test_the_help_shows_every_key_of_the_table(page: Page) -> None:
    page.goto("/")
    table = page.evaluate("JSON.parse(document.getElementById('keys').textContent).map((key) => key.keys)")
    page.keyboard.press("?")
    shown = page.evaluate(
        "[...document.querySelectorAll('#help dt')].map((term) => [...term.querySelectorAll('kbd')]"
        ".map((cap) => cap.textContent).join(' '))"
    )
    assert set(table) <= set(shown)
