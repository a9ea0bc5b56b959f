"""Tabs on a phone."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def test_the_current_tab_is_in_sight_where_not_all_fit(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/revops/deals/?tab=lost")
    expect(page.locator(".tabs [aria-current]")).to_have_text("Lost 0")
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_tables_of_response_times_fit_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/scoring/alerts/response-times/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
