"""The leaderboard in a browser."""

import pytest
from playwright.sync_api import Page

from mauntic.crm.contacts.services.edit import create_contact
from scoring.scores.services.rescoring import rescore
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e


def test_each_value_stands_below_its_heading(live: Live, db: None, page: Page) -> None:
    with live.inside():
        lead = create_contact(values={"first_name": "Ann", "email": "ann@tower.example"}, source="manual")
        rescore(contact_ids=[lead.pk])
    page.goto(f"{live.url}/scoring/")

    heads = page.locator("main thead th").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().x)"
    )
    cells = page.locator("main tbody tr").first.locator("td")
    assert cells.evaluate_all("all => all.map(each => each.getBoundingClientRect().x)") == heads
    with live.inside():
        lead.delete()
