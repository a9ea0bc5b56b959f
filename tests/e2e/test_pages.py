"""Each page as a person sees it: no fault in the console, nothing hidden, nothing out of reach."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

pytestmark = pytest.mark.e2e

LOOKS = [(1440, 900, "light"), (1440, 900, "dark"), (390, 844, "light"), (390, 844, "dark")]
PATHS = ["/", "/settings/", "/settings/keys/", "/settings/team/", "/settings/organization/"]


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with a page in all its looks."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"console: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    for width, height, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500
        look = f"{width} {theme}"
        faults += [f"{look}: {fault}" for fault in (*_overflow(page, width), *_axe(page))]
    return faults


def _overflow(page: Page, width: int) -> list[str]:
    real = page.evaluate("document.documentElement.scrollWidth")
    return [f"{real} px wide"] if real > width else []


def _axe(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]} {node['failureSummary']}"
        for found in violations
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_faults_wide_or_narrow_light_or_dark(page: Page, path: str) -> None:
    assert faults_of(page, path) == []


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
    page.get_by_role("button", name="your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


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
