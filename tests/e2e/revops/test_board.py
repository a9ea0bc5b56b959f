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
    expect(page.get_by_text("changed since you opened it")).to_be_visible()
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


def test_a_card_on_won_asks_before_it_closes_and_the_toast_undoes_it(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    page.goto("/revops/pipeline/")
    expect(column(page, "closed_won")).to_be_hidden()
    drag_into(page, card(page, "Wire"), column(page, "closed_won"))
    dialog = page.get_by_role("dialog", name="Move deal")
    expect(dialog.get_by_label("Close date")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    expect(dialog.get_by_label("Lost reason")).to_be_hidden()
    dialog.get_by_label("Value in USD").fill("99")
    dialog.get_by_role("button", name="Move").click()
    expect(page.get_by_text('"Wire" moved to Won.')).to_be_visible()
    expect(card(page, "Wire")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 deal restored.")).to_be_visible()
    expect(column(page, "prospecting").get_by_role("link", name="Wire", exact=True)).to_be_visible()
    with live.inside():
        assert Deal.objects.get(pk=deals["Wire"].pk).value == Decimal(1234567)


def test_a_win_that_is_canceled_leaves_the_deal_where_it_was(page: Page, deals: dict[str, Deal]) -> None:
    page.goto("/revops/pipeline/")
    drag_into(page, card(page, "Wire"), column(page, "closed_won"))
    page.get_by_role("dialog", name="Move deal").get_by_role("link", name="Cancel").click()
    expect(column(page, "prospecting").get_by_role("link", name="Wire", exact=True)).to_be_visible()


def test_the_last_move_is_undone_by_its_key(page: Page, deals: dict[str, Deal]) -> None:
    page.goto("/revops/pipeline/")
    card(page, "Nut").get_by_role("link", name="Nut", exact=True).focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text('"Nut" moved to Proposal.')).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("1 deal restored.")).to_be_visible()
    expect(column(page, "demo").get_by_role("link", name="Nut", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_board_fits_the_window_and_its_columns_scroll(
    page: Page, live: Live, deals: dict[str, Deal], width: int
) -> None:
    with live.inside():
        DealFactory.create_batch(25, owner=live.admin(), contact=deals["Wire"].contact)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/revops/pipeline/")
    higher = page.evaluate("document.documentElement.scrollHeight - window.innerHeight")
    assert higher <= (0 if width > 400 else 120)
    head = page.locator("#head-prospecting")
    before = head.bounding_box()
    page.locator("#column-prospecting .column-scroll").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(column(page, "prospecting").locator(".deal-card").last).to_be_in_viewport()
    assert head.bounding_box() == before


def test_fifty_deals_take_a_line_each_and_no_target_is_small(
    page: Page, live: Live, deals: dict[str, Deal]
) -> None:
    with live.inside():
        long = "A deal with a name that is far too long for one line of this table"
        DealFactory.create_batch(50, owner=live.admin(), name=long, contact=deals["Wire"].contact)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/revops/deals/")
    expect(page.locator(".deals tbody tr")).to_have_count(50)
    assert page.locator(".deals tbody").evaluate("body => body.offsetHeight") <= 1.5 * 900
    small = """() => [...document.querySelectorAll(".deals tbody a, .deals tbody input")]
        .filter((each) => each.tagName !== "INPUT" && each.getBoundingClientRect().height < 24).length"""
    assert page.evaluate(small) == 0
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".deals .deal-company").first).to_be_in_viewport()


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
    expect(page.get_by_text("changed since you opened it")).to_have_count(0)
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
    expect(page.get_by_text("changed since you opened it")).to_be_visible()
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
    expect(page.get_by_text("changed since you opened it")).to_have_count(0)


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
