"""Prompts with versions, and search engines in all states, in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from revops.agents.llm.models.instructions import PromptInstructions
from revops.agents.llm.services.instructions import save_instructions
from revops.agents.search.models import SearchAccount
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e
PROMPT = "/revops/agents/prompts/research.read/"


@pytest.fixture
def busy(live: Live, db: None) -> Iterator[None]:
    """Two versions of instructions, one engine in use and one that was switched off."""
    with live.inside():
        by = live.admin()
        for number, text in enumerate(("Be brief.", "Be formal.")):
            save_instructions(prompt="research.read", text=text, based_on=number, by=by)
        SearchAccount.objects.create(kind="brave", problem="Brave Search rejects the API key.", price=5)
        SearchAccount.objects.create(
            kind="searxng", base_url="https://search.acme.example", price=0, is_used=True
        )
    yield
    with live.inside():
        PromptInstructions.objects.all().delete()
        SearchAccount.objects.all().delete()


def test_busy_pages_of_prompts_and_search_are_without_fault(page: Page, busy: None) -> None:
    engines = "/revops/agents/search/"
    for path in (
        "/revops/agents/prompts/",
        PROMPT,
        f"{PROMPT}?to=2",
        engines,
        f"{engines}brave/",
        f"{engines}searxng/",
    ):
        assert faults_of(page, path) == []


def test_an_earlier_version_is_compared_and_taken_back(page: Page, busy: None) -> None:
    page.goto(PROMPT)
    page.get_by_role("link", name="Changes of version 2").click()
    expect(page.locator("del")).to_have_text("brief.")
    expect(page.locator("ins")).to_have_text("formal.")
    page.get_by_role("button", name="Go back to version 1").click()
    expect(page.get_by_text("Version 3 has the text of version 1.")).to_be_visible()
    expect(page.get_by_label("Add to the prompt")).to_have_value("Be brief.")


def test_what_is_missing_stands_at_its_field(page: Page, busy: None) -> None:
    page.goto("/revops/agents/search/searxng/")
    page.get_by_label("Server address").fill("search")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Enter the address of the server, such as")).to_be_visible()
