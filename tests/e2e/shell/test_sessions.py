"""What was typed survives the end of a session and a page that is out of date."""

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e


def sign_in_again(page: Page, live: Live) -> None:
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("Email").fill(live.email)
    page.get_by_label("Password").fill(live.password)
    page.get_by_role("button", name="Sign in").click()
    # Not a pattern: the address of the page to come is part of that of the form, too.
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def test_a_page_comes_back_with_what_was_typed_after_the_sign_in(page: Page, live: Live) -> None:
    page.goto("/leads/new/")
    page.get_by_label("First name").fill("Half a form")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    sign_in_again(page, live)
    expect(page.get_by_label("First name")).to_have_value("Half a form")
    expect(page.get_by_text("What you typed is back.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("First name")).to_have_value("")


def test_a_field_edited_in_place_comes_back_too(page: Page, live: Live, leads: list[Contact]) -> None:
    page.goto(f"/leads/{leads[0].pk}/")
    page.get_by_role("link", name="Edit First name").click()
    page.get_by_label("First name", exact=True).fill("Annabel")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    sign_in_again(page, live)
    expect(page.get_by_label("First name", exact=True)).to_have_value("Annabel")


def test_an_outdated_page_says_so_and_gives_back_what_was_typed(page: Page) -> None:
    page.goto("/leads/new/")
    page.get_by_label("First name").fill("Half a form")
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => { one.value = 'old' })"
    )
    page.evaluate("document.body.removeAttribute('hx-headers')")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("First name")).to_have_value("Half a form")
    expect(page.get_by_text("What you typed is back.")).to_be_visible()


def test_another_page_gets_nothing_of_it(page: Page, live: Live) -> None:
    page.goto("/leads/new/")
    page.get_by_label("First name").fill("Half a form")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    sign_in_again(page, live)
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('draft')") is None


@pytest.mark.parametrize(
    "attributes",
    [
        {"autocomplete": "one-time-code"},
        {"autocomplete": "section-login one-time-code"},
        {"type": "password"},
        {"name": "api_key"},
        {"name": "apiKey"},
        {"name": "config-token"},
        {"id": "client-secret"},
        {"data-secret": ""},
    ],
)
def test_secrets_typed_into_any_field_are_not_kept(page: Page, attributes: dict[str, str]) -> None:
    page.goto("/leads/new/")
    page.get_by_label("First name").fill("Half a form")
    secret = page.get_by_label("Last name")
    secret.fill("123456")
    secret.evaluate(
        "(field, given) => Object.entries(given).forEach((each) => field.setAttribute(...each))", attributes
    )
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    kept = page.evaluate("sessionStorage.getItem('draft')")
    assert "Half a form" in kept
    assert "123456" not in kept
