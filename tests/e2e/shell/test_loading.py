"""Slow and failing answers: what works is shown, and filters show what their rows show."""

import pytest
from playwright.sync_api import Page, Route, expect

from mauntic.crm.models import Contact

pytestmark = pytest.mark.e2e

SLOW_MS = 600


def is_part(route: Route) -> bool:
    return "hx-request" in route.request.headers


def test_a_slow_filter_shows_that_it_works(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")

    def slow(route: Route) -> None:
        if is_part(route):
            page.wait_for_timeout(SLOW_MS)
        route.continue_()

    page.route("**/leads/?*", slow)
    page.get_by_label("Owner", exact=True).select_option("No owner")
    expect(page.get_by_role("progressbar", name="Loading")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Loading")).to_be_hidden()


@pytest.mark.parametrize("status", [500, 503])
def test_a_filter_whose_answer_fails_is_put_back(page: Page, leads: list[Contact], status: int) -> None:
    page.goto("/leads/")
    before = page.get_by_label("Owner", exact=True).input_value()

    def fail(route: Route) -> None:
        route.fulfill(status=status) if is_part(route) else route.continue_()

    page.route("**/leads/?*", fail)
    page.get_by_label("Owner", exact=True).select_option("No owner")
    expect(page.get_by_label("Owner", exact=True)).to_have_value(before)
    expect(page.locator("#results tbody tr")).to_have_count(3)


def test_a_server_that_does_not_answer_is_announced_until_it_does(page: Page, leads: list[Contact]) -> None:
    page.goto("/leads/")
    page.route("**/*", lambda route: route.abort())
    page.get_by_label("Owner", exact=True).select_option("No owner")
    banner = page.get_by_role("alert").filter(has_text="Mauntic does not answer.")
    expect(banner).to_be_visible()
    page.unroute("**/*")
    expect(banner).to_be_hidden(timeout=10_000)
