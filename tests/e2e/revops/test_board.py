"""The pipeline in the browser: cards move by mouse and by keys, and what the server refuses goes back."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, Route, expect

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from revops.deals.models.deals import Deal, StageMove
from revops.deals.services.create import change_deals
from revops.health.models import DealHealth, HealthLevel
from tests.e2e.dragging import drag_into
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def deals(live: Live, db: None) -> Iterator[dict[str, Deal]]:
    """Three deals of the admin at one company: Wire and Bolt are open, Nut has no value."""
    admin = live.admin()
    with live.inside():
        company = CompanyFactory(name="Tower Engines and Turbines of the North")
        contact = ContactFactory(first_name="Ann", last_name="Archer", company=company)
        made = {
            name: DealFactory(name=name, contact=contact, owner=admin, position=place, **fields)
            for place, (name, fields) in enumerate(
                {
                    "Wire": {
                        "priority": "critical",
                        "next_step": "Send the offer",
                        "value": Decimal(1234567),
                    },
                    "Bolt": {"currency": "EUR", "expected_close_on": "2020-01-31", "stage": "demo"},
                    "Nut": {"value": 0, "stage": "demo"},
                }.items()
            )
        }
        for deal in made.values():
            StageMove.objects.create(deal=deal, to_stage=deal.stage, by=admin)
        DealHealth.objects.create(
            deal=made["Wire"],
            score=30,
            level=HealthLevel.CRITICAL,
            flags=[
                {"key": "x", "label": "No next step", "impact": "negative", "weight": 9, "reason": "Nothing."}
            ],
            action={"title": "Call them", "reason": "It is quiet.", "priority": "high", "dueInHours": 4},
            computed_at=now(),
        )
    yield made
    with live.inside():
        Deal.objects.all().delete()
        Contact.objects.filter(pk=contact.pk).delete()
        Company.objects.filter(pk=company.pk).delete()


def card(page: Page, name: str):
    return page.locator(".deal-card", has=page.get_by_role("link", name=name, exact=True))


def column(page: Page, stage: str):
    return page.locator(f"#cards-{stage}")


def test_pages_of_deals_have_no_faults_empty_or_full(page: Page, live: Live, deals: dict[str, Deal]) -> None:
    wire = f"/revops/deals/{deals['Wire'].pk}/"
    paths = (
        "/revops/pipeline/",
        "/revops/pipeline/?q=nothing-like-that",
        "/revops/deals/",
        f"/revops/deals/?deal={deals['Wire'].pk}&edit=value",
        "/revops/deals/?tab=lost",
        "/revops/deals/new/",
        wire,
        f"{wire}edit/",
        f"{wire}move/",
    )
    assert {path: faults for path in paths if (faults := faults_of(page, path))} == {}


def test_a_card_is_dragged_to_another_column_and_stays_there(page: Page, deals: dict[str, Deal]) -> None:
    page.goto("/revops/pipeline/")
    drag_into(page, card(page, "Wire"), column(page, "proposal"))
    expect(page.get_by_text('"Wire" moved to Proposal.')).to_be_visible()
    expect(page.locator("#head-proposal .column-count")).to_have_text("1")
    page.reload()
    expect(column(page, "proposal").get_by_role("link", name="Wire", exact=True)).to_be_visible()


def test_what_is_refused_goes_back_and_says_why(page: Page, live: Live, deals: dict[str, Deal]) -> None:
    page.goto("/revops/pipeline/")
    with live.inside():
        change_deals(deal_ids=[deals["Wire"].pk], changes={"name": "Wire rope"}, by=live.admin())
    drag_into(page, card(page, "Wire"), column(page, "proposal"))
    expect(page.get_by_text("Somebody else changed")).to_be_visible()
    expect(column(page, "prospecting").get_by_role("link", name="Wire rope", exact=True)).to_be_visible()
    expect(column(page, "proposal").locator(".deal-card")).to_have_count(0)


def test_a_deal_is_lost_with_a_reason_that_the_board_asks_for(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    page.goto("/revops/pipeline/")
    drag_into(page, card(page, "Bolt"), column(page, "closed_lost"))
    dialog = page.get_by_role("dialog", name="Move deal")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog.get_by_text("Enter why the deal was lost.")).to_be_visible()
    dialog.get_by_label("Lost reason").fill("Price")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_be_hidden()
    expect(card(page, "Bolt")).to_have_count(0)
    with live.inside():
        assert Deal.objects.get(pk=deals["Bolt"].pk).lost_reason == "Price"


def test_a_card_is_moved_by_keys_alone(page: Page, live: Live, deals: dict[str, Deal]) -> None:
    page.goto("/revops/pipeline/")
    card(page, "Nut").get_by_role("link", name="Nut", exact=True).focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#board-status")).to_have_text("Demo, position 1 of 2")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text('"Nut" moved to Proposal.')).to_be_visible()
    expect(card(page, "Nut").get_by_role("link", name="Nut", exact=True)).to_be_focused()
    with live.inside():
        assert Deal.objects.get(pk=deals["Nut"].pk).stage == "proposal"


def slowly(page: Page, what: str, *, ms: int = 400) -> None:
    """Hold for a moment what the browser changes at these addresses."""

    def wait(route: Route) -> None:
        if route.request.method == "POST":
            page.wait_for_timeout(ms)
        route.continue_()

    page.route(what, wait)


def test_quick_moves_of_a_card_wait_for_each_other(page: Page, live: Live, deals: dict[str, Deal]) -> None:
    page.goto("/revops/pipeline/")
    slowly(page, "**/place/**")
    card(page, "Nut").get_by_role("link", name="Nut", exact=True).focus()
    for key in ("ArrowUp", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(f"Shift+{key}")
    expect(page.get_by_text('"Nut" moved to Proposal.')).to_be_visible()
    expect(column(page, "proposal").get_by_role("link", name="Nut", exact=True)).to_be_focused()
    expect(page.get_by_text("Somebody else changed")).to_have_count(0)
    with live.inside():
        nut = Deal.objects.get(pk=deals["Nut"].pk)
    assert nut.stage == "proposal"
    assert card(page, "Nut").get_attribute("data-version") == str(nut.version)


def test_a_quick_second_move_of_a_deal_that_another_person_changed_is_refused(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    page.goto("/revops/pipeline/")
    with live.inside():
        change_deals(deal_ids=[deals["Nut"].pk], changes={"name": "Nut M8"}, by=live.admin())
    slowly(page, "**/place/**")
    card(page, "Nut").get_by_role("link", name="Nut", exact=True).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("Somebody else changed")).to_be_visible()
    expect(column(page, "demo").get_by_role("link", name="Nut M8", exact=True)).to_be_visible()
    with live.inside():
        assert Deal.objects.get(pk=deals["Nut"].pk).stage == "demo"


def test_a_deal_that_is_moved_on_to_a_lost_one_asks_with_its_newest_version(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    page.goto("/revops/pipeline/")
    slowly(page, "**/place/**", ms=1500)
    card(page, "Nut").get_by_role("link", name="Nut", exact=True).focus()
    page.keyboard.press("Shift+ArrowRight")
    card(page, "Nut").get_by_role("link", name="Move Nut").click()
    dialog = page.get_by_role("dialog", name="Move deal")
    dialog.get_by_label("To").select_option("closed_lost")
    dialog.get_by_label("Lost reason").fill("Price")
    dialog.get_by_role("button", name="Move").click()
    expect(dialog).to_be_hidden()
    with live.inside():
        assert Deal.objects.get(pk=deals["Nut"].pk).stage == "closed_lost"


def test_a_deal_is_created_once_however_quickly_enter_is_pressed(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    page.goto("/revops/deals/new/")
    page.get_by_label("Value").fill("500")
    page.get_by_label("Name").fill("Gear")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Gear")).to_be_visible()
    with live.inside():
        assert Deal.objects.filter(name="Gear").count() == 1


def test_a_second_field_of_a_row_is_edited_while_the_first_is_saved(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    page.goto("/revops/deals/")
    slowly(page, "**/row/**")
    page.get_by_role("link", name=re.compile("Edit value of Bolt")).click()
    page.get_by_label("Value of Bolt", exact=True).fill("77")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=re.compile("Edit priority of Bolt")).click()
    expect(page.get_by_role("link", name="Edit value of Bolt: €77")).to_be_visible()
    page.get_by_role("link", name=re.compile("Edit priority of Bolt")).click()
    page.get_by_label("Priority of Bolt", exact=True).select_option("high")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Edit priority of Bolt: High")).to_be_visible()
    expect(page.get_by_text("Somebody else changed")).to_have_count(0)


def test_a_field_is_edited_in_the_table_and_escape_leaves_it(page: Page, deals: dict[str, Deal]) -> None:
    page.goto("/revops/deals/")
    page.get_by_role("link", name=re.compile("Edit value of Bolt")).click()
    page.get_by_label("Value of Bolt", exact=True).fill("-5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="Enter a value of 0 or more.")).to_be_visible()
    page.get_by_label("Value of Bolt", exact=True).fill("77")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Edit value of Bolt: €77").click()
    page.get_by_label("Value of Bolt", exact=True).press("Escape")
    expect(page.get_by_role("link", name="Edit value of Bolt: €77")).to_be_visible()
