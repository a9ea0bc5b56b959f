"""The menu "New" in the browser: a dialog on the page, with the open record filled in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from revops.activities.models import Activity
from revops.deals.models.deals import Deal
from tests.e2e.faults import axe_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _no_deals_stay(live: Live, db: None) -> Iterator[None]:
    yield
    with live.inside():
        Activity.objects.all().delete()
        Deal.objects.all().delete()


def test_a_deal_from_a_lead_takes_two_keys_and_enter(page: Page, leads: list[Contact], live: Live) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.keyboard.press("c")
    page.keyboard.press("d")
    expect(page.get_by_role("dialog", name="New deal").get_by_label("Name")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Turret Engines – new deal").first).to_be_visible()
    assert page.url.endswith(f"/leads/{leads[0].pk}/")
    with live.inside():
        assert Deal.objects.get().contact_id == leads[0].pk


# The letter of the menu, the name of the dialog, the field that is wrong, what is typed, and the error.
INVALID = [
    ("l", "New lead", "Email", "a@b", "not an email address"),
    ("d", "New deal", "Name", " ", "required"),
    ("c", "New company", "Name", " ", "required"),
    ("t", "New task", "Task", " ", "required"),
    ("n", "New note", "Note", " ", "required"),
]


@pytest.mark.parametrize(("letter", "name", "field", "typed", "error"), INVALID)
def test_an_invalid_form_stays_in_its_dialog_with_its_errors(
    page: Page, leads: list[Contact], letter: str, name: str, field: str, typed: str, error: str
) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.keyboard.press("c")
    page.keyboard.press(letter)
    dialog = page.get_by_role("dialog", name=name)
    dialog.get_by_label(field).first.fill(typed)
    dialog.locator("form[method=post] [type=submit]").click()
    expect(dialog.get_by_text(error).first).to_be_visible()
    assert page.url.endswith(f"/leads/{leads[0].pk}/")
    assert axe_of(page) == []


def test_what_was_typed_is_there_when_the_dialog_opens_again(page: Page, leads: list[Contact]) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.keyboard.press("c")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New note")
    dialog.get_by_role("textbox").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("c")
    page.keyboard.press("n")
    expect(dialog.get_by_role("textbox")).to_have_value("Half a thought")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Note on Ann Archer saved.")).to_be_visible()


def test_a_form_that_cannot_be_loaded_opens_as_a_page(page: Page) -> None:
    page.goto("/")
    page.route(
        "**/companies/new/**",
        lambda route: route.abort() if route.request.headers.get("hx-request") else route.continue_(),
    )
    page.keyboard.press("c")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="New company", level=1)).to_be_visible()


def test_a_task_for_the_open_lead_takes_one_key_its_name_and_enter(
    page: Page, leads: list[Contact], live: Live
) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.keyboard.press("t")
    name = page.get_by_role("dialog").get_by_label("Task")
    expect(name).to_be_focused()
    page.keyboard.type("Send the offer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Send the offer").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with live.inside():
        assert Activity.objects.get().contact_id == leads[0].pk
    page.goto("/tasks/")
    expect(page.get_by_text("Send the offer")).to_be_visible()
