"""The board: columns with their sums, moves that the server refuses or takes, and who sees what."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse

from mauntic.accounts.models import Team
from mauntic.kernel.clock import now
from revops.deals.models.deals import Deal, StageMove
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals
from revops.health.models import DealHealth, HealthLevel
from revops.health.selectors.medians import KEY
from revops.pipeline.selectors.board import SHOWN, heads
from revops.rates.services import set_rate
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")
BOARD = "/revops/pipeline/"


@pytest.fixture(autouse=True)
def _nothing_kept(acme):
    cache.delete(KEY)


def names_in(page: str, stage: str) -> list[str]:
    """The cards of a column, from top to bottom."""
    [column] = re.findall(rf'<ul id="cards-{stage}".*?</ul>', page, re.DOTALL)
    return re.findall(r'class="deal-card-name"[^>]*>([^<]+)<', column)


def place(web, deal: Deal, stage: str, *, below="", version: int | None = None, query=""):
    url = reverse("revops:deal-place", args=[deal.pk]) + query
    return web.post(url, {"stage": stage, "below": below, "version": version or deal.version})


def test_a_column_shows_its_deals_in_their_order(web, rep):
    for name, position in (("Low", 20), ("High", 10)):
        DealFactory(name=name, owner=rep, stage="demo", position=position)
    assert names_in(web.get(BOARD).content.decode(), "demo") == ["High", "Low"]


def test_sums_are_converted_and_what_has_no_rate_is_told_apart():
    set_rate(currency="EUR", valid_from=now().date(), rate=Decimal("1.5"))
    for currency in ("USD", "EUR", "GBP"):
        DealFactory(value=100, currency=currency, stage="demo", probability=Decimal("0.5"))
    [head] = heads(Deal.objects.all(), ["demo"], now())
    assert (head.count, head.total.amount, head.total.unconverted) == (3, 250, {"GBP": 100})
    assert (head.weighted.amount, head.weighted.unconverted) == (125, {"GBP": 50})


def test_closed_columns_count_this_month_only(rep):
    old = now() - timedelta(days=40)
    DealFactory(stage="closed_won", closed_at=old)
    DealFactory(stage="closed_won", closed_at=now(), value=7)
    [head] = heads(Deal.objects.all(), ["closed_won"], now())
    assert (head.count, head.total.amount) == (1, 7)


def test_the_age_in_a_stage_stands_beside_the_teams_own_median(web, rep):
    rep.team = Team.objects.create(name="North")
    rep.save()
    deals = DealFactory.create_batch(5, owner=rep, stage="proposal")
    for deal in deals:
        StageMove.objects.create(deal=deal, from_stage="demo", to_stage="proposal", days=8)
    DealFactory(owner=rep, stage="demo", stage_entered_at=now() - timedelta(days=13))
    page = web.get(BOARD).content.decode()
    assert re.search(r"usually 8 d\. Median of team North, from 5 deals[^>]*>13 d, slow<", page)


def test_a_card_says_its_health_with_the_reason(web, rep):
    deal = DealFactory(owner=rep)
    DealHealth.objects.create(
        deal=deal, score=30, level=HealthLevel.CRITICAL, flags=[{"label": "No next step", "reason": "None."}]
    )
    assert "Critical · No next step" in web.get(BOARD).content.decode()


def test_a_deal_of_others_is_neither_shown_nor_counted(web, rep, colleague):
    DealFactory(name="Theirs", owner=colleague, stage="demo")
    DealFactory(name="Mine", owner=rep, stage="demo")
    page = web.get(BOARD).content.decode()
    assert names_in(page, "demo") == ["Mine"]
    assert re.search(r'Demo <span class="column-count num">1<', page)


def test_a_long_column_is_shown_by_and_by(web, rep):
    DealFactory.create_batch(SHOWN + 5, owner=rep, stage="demo")
    page = web.get(BOARD).content.decode()
    assert len(names_in(page, "demo")) == SHOWN
    [more] = re.findall(r'hx-get="([^"]+/demo/more/[^"]+)"', page)
    rest = web.get(more.replace("&amp;", "&")).content.decode()
    assert rest.count('class="deal-card"') == 5
    assert "Show more" not in rest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bolt", ["Bolt"]),
        ("priority=high", ["Bolt"]),
        ("close=past", ["Bolt"]),
        ("close=none", ["Nut"]),
        ("health=unknown", ["Bolt", "Nut"]),
        ("owner=me", ["Bolt", "Nut"]),
        ("owner=nobody", []),
        ("close=2020-Q1", ["Bolt"]),
    ],
)
def test_filters_live_in_the_address(web, rep, query, found):
    DealFactory(name="Nut", owner=rep, position=2)
    DealFactory(name="Bolt", owner=rep, position=1, priority="high", expected_close_on="2020-02-03")
    page = web.get(f"{BOARD}?{query}").content.decode()
    shown = names_in(page, "prospecting") if "cards-prospecting" in page else []
    assert shown == found


def test_an_unknown_period_is_told_at_its_field_and_narrows_nothing(web, rep):
    DealFactory(name="Nut", owner=rep)
    page = web.get(f"{BOARD}?close=2026-Q9").content.decode()
    assert (
        "&quot;2026-Q9&quot; is not a period. Enter a quarter such as 2026-Q4 or a month such as 2026-11."
        in page
    )
    assert names_in(page, "prospecting") == ["Nut"]


def test_ten_deals_take_as_many_queries_as_sixty(web, rep):
    DealFactory.create_batch(10, owner=rep, stage="demo")
    web.get(BOARD)
    few = queries_of(lambda: web.get(BOARD))
    DealFactory.create_batch(50, owner=rep, stage="proposal")
    assert queries_of(lambda: web.get(BOARD)) == few


def test_a_card_is_put_below_another_and_stays_there(web, rep):
    top, middle, _ = (
        DealFactory(name=name, owner=rep, stage="demo", position=place * 100)
        for place, name in enumerate(("Top", "Middle", "Last"))
    )
    assert place(web, top, "demo", below=middle.pk).status_code == 200
    assert names_in(web.get(BOARD).content.decode(), "demo") == ["Middle", "Top", "Last"]


def test_a_moved_card_comes_back_with_the_heads_as_they_are_now(web, rep):
    deal = DealFactory(name="Wire", owner=rep)
    answer = place(web, deal, "proposal").content.decode()
    assert 'data-version="2" data-stage="proposal"' in answer
    assert re.search(r'id="head-proposal"[^>]*hx-swap-oob="true".*?column-count num">1<', answer, re.DOTALL)
    assert re.search(
        r'id="head-prospecting"[^>]*hx-swap-oob="true".*?column-count num">0<', answer, re.DOTALL
    )
    assert "&quot;Wire&quot; moved to Proposal." in answer


def test_the_second_of_two_is_told_and_gets_the_card_as_it_is(web, rep, admin):
    deal = DealFactory(name="Wire", owner=rep)
    move_deals(deal_ids=[deal.pk], stage="demo", by=admin)
    answer = place(web, deal, "proposal", version=1)
    assert answer.status_code == 409
    assert "changed since you opened it" in answer.content.decode()
    assert 'data-version="2" data-stage="demo"' in answer.content.decode()
    deal.refresh_from_db()
    assert deal.stage == "demo"


@pytest.mark.parametrize(
    ("stage", "value", "status", "said"),
    [
        ("closed_won", 0, 409, "Enter a value above 0 to mark the deal as won."),
        ("closed_lost", 5, 409, "Enter why the deal was lost."),
        ("nowhere", 5, 422, "&quot;nowhere&quot; is not a stage."),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(web, rep, stage, value, status, said):
    deal = DealFactory(owner=rep, value=value)
    answer = place(web, deal, stage)
    assert answer.status_code == status
    assert said in answer.content.decode()
    deal.refresh_from_db()
    assert (deal.stage, deal.version) == ("prospecting", 1)


def test_a_won_deal_leaves_the_board(web, rep):
    answer = place(web, DealFactory(owner=rep, value=5), "closed_won")
    assert answer.status_code == 200
    assert 'class="deal-card"' not in answer.content.decode()


def test_a_place_that_is_no_number_is_refused_in_words(web, rep):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-place", args=[deal.pk])
    answer = web.post(url, {"stage": "demo", "version": "x"})
    assert (answer.status_code, "Version: Enter a whole number." in answer.content.decode()) == (422, True)


def test_the_move_form_loses_a_deal_with_a_reason(web, rep):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-move", args=[deal.pk])
    refused = web.post(url, {"to": "closed_lost", "version": 1})
    assert (refused.status_code, "Enter why the deal was lost." in refused.content.decode()) == (422, True)
    web.post(url, {"to": "closed_lost", "version": 1, "lost_reason": "Price"})
    deal.refresh_from_db()
    assert (deal.stage, deal.lost_reason) == ("closed_lost", "Price")


def test_the_move_form_wins_a_deal_with_its_value_or_writes_neither(web, rep):
    deal = DealFactory(owner=rep, value=0)
    url = reverse("revops:deal-move", args=[deal.pk])
    refused = web.post(url, {"to": "closed_won", "version": 1, "value": "0"})
    assert "Enter a value above 0 to mark the deal as won." in refused.content.decode()
    web.post(url, {"to": "closed_won", "version": 1, "value": "12.50"})
    deal.refresh_from_db()
    assert (deal.stage, deal.value) == ("closed_won", Decimal("12.50"))


@pytest.mark.parametrize(("to", "order"), [("up", ["B", "A", "C"]), ("down", ["A", "C", "B"])])
def test_the_move_form_steps_up_and_down(web, rep, to, order):
    deals = {
        name: DealFactory(name=name, owner=rep, stage="demo", position=place * 100)
        for place, name in enumerate("ABC")
    }
    web.post(reverse("revops:deal-move", args=[deals["B"].pk]), {"to": to, "version": 1})
    assert names_in(web.get(BOARD).content.decode(), "demo") == order


@pytest.mark.parametrize(("name", "to", "order"), [("A", "up", ["A", "B"]), ("B", "down", ["A", "B"])])
def test_a_step_over_the_edge_leaves_the_column_as_it_is(web, rep, name, to, order):
    deals = {
        each: DealFactory(name=each, owner=rep, stage="demo", position=place * 100)
        for place, each in enumerate("AB")
    }
    web.post(reverse("revops:deal-move", args=[deals[name].pk]), {"to": to, "version": 1})
    assert names_in(web.get(BOARD).content.decode(), "demo") == order


def test_the_move_form_tells_the_second_of_two_and_lets_them_go_on(web, rep, admin):
    deal = DealFactory(owner=rep)
    change_deals(deal_ids=[deal.pk], changes={"name": "Renamed"}, by=admin)
    url = reverse("revops:deal-move", args=[deal.pk])
    page = web.post(url, {"to": "demo", "version": 1}).content.decode()
    assert "&quot;Renamed&quot; changed since you opened it." in page
    assert re.search(r'name="version" value="2"', page)


def test_a_move_from_the_dialog_brings_the_columns_back(web, rep):
    deal = DealFactory(name="Wire", owner=rep)
    answer = web.post(
        reverse("revops:deal-move", args=[deal.pk]),
        {"to": "demo", "version": 1},
        headers={"HX-Request": "true", "HX-Target": "move-form"},
    )
    assert names_in(answer.content.decode(), "demo") == ["Wire"]
    assert "deal-changed" in answer["HX-Trigger-After-Settle"]


def test_a_manager_reopens_a_closed_deal_and_a_rep_is_told_whom_to_ask(web, rep, manager):
    at = now() - timedelta(hours=2)
    deal = DealFactory(owner=rep, stage="closed_lost", closed_at=at, stage_entered_at=at, lost_reason="Price")
    url = reverse("revops:deal-reopen", args=[deal.pk])
    assert "Ask your manager to reopen this one." in web.get(url).content.decode()
    rep.role = "manager"
    rep.save()
    assert web.post(url, {"stage": "demo", "reason": "", "version": 1}).status_code == 422
    web.post(url, {"stage": "demo", "reason": "They called", "version": 1})
    deal.refresh_from_db()
    assert (deal.stage, deal.closed_at) == ("demo", None)


def test_a_rep_reopens_the_deal_they_just_lost_at_the_stage_it_had(web, rep):
    deal = DealFactory(owner=rep, stage="proposal")
    move_deals(deal_ids=[deal.pk], stage="closed_lost", by=rep, lost_reason="Price")
    url = reverse("revops:deal-reopen", args=[deal.pk])
    assert '<option value="proposal" selected>' in web.get(url).content.decode()
    web.post(url, {"stage": "proposal", "reason": "", "version": 2})
    deal.refresh_from_db()
    assert deal.stage == "proposal"


def test_a_placed_card_is_put_back_by_the_undo_that_leads_to_the_board(web, rep):
    deal = DealFactory(owner=rep)
    answer = web.post(
        reverse("revops:deal-place", args=[deal.pk]),
        {"stage": "demo", "version": 1},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://{ACME_HOST}/revops/pipeline/?owner=me"},
    ).content.decode()
    assert 'name="next" value="/revops/pipeline/?owner=me"' in answer
    [address] = re.findall(r'action="(/revops/deals/undo/[^"]+)"', answer)
    web.post(address)
    deal.refresh_from_db()
    assert deal.stage == "prospecting"


def test_a_lost_deal_is_undone_from_the_message(web, rep):
    deal = DealFactory(owner=rep, stage="demo")
    url = reverse("revops:deal-move", args=[deal.pk])
    fields = {"to": "closed_lost", "version": 1, "lost_reason": "Price"}
    page = web.post(url, fields, follow=True).content.decode()
    [address] = re.findall(r'action="(/revops/deals/undo/[^"]+)"', page)
    web.post(address)
    deal.refresh_from_db()
    assert (deal.stage, deal.lost_reason) == ("demo", "")


@pytest.mark.parametrize(
    ("to", "asked"),
    [
        ("closed_won", ["closed_won", "closed_won closed_lost"]),
        ("closed_lost", ["closed_lost", "closed_won closed_lost"]),
        ("demo", []),
        ("", []),
    ],
)
def test_the_move_form_asks_what_matters_to_the_target(web, rep, to, asked):
    url = reverse("revops:deal-move", args=[DealFactory(owner=rep).pk])
    page = web.get(f"{url}?to={to}").content.decode()
    assert re.findall(r'<div data-for="([^"]+)">', page) == asked


def test_the_move_form_wins_a_deal_on_an_earlier_day_and_refuses_a_later_one(web, rep):
    entered = now() - timedelta(days=9)
    deal = DealFactory(owner=rep, value=5, stage_entered_at=entered)
    url = reverse("revops:deal-move", args=[deal.pk])
    fields = {"to": "closed_won", "version": 1, "value": "5"}
    refused = web.post(url, fields | {"closed_on": (now() + timedelta(days=2)).date()})
    assert (refused.status_code, "Choose today or an earlier day." in refused.content.decode()) == (422, True)
    day = (now() - timedelta(days=3)).date()
    web.post(url, fields | {"closed_on": day.isoformat()})
    deal.refresh_from_db()
    assert abs((deal.closed_at.date() - day).days) <= 1


@pytest.mark.parametrize("name", ["deal", "deal-edit", "deal-move", "deal-reopen", "deal-row"])
def test_a_deal_of_others_does_not_exist(web, colleague, stranger, name):
    url = reverse(f"revops:{name}", args=[DealFactory(owner=colleague).pk])
    assert web.get(url).status_code == 404
    assert stranger.get(url).status_code == 302


def test_a_deal_of_others_cannot_be_placed(web, colleague):
    deal = DealFactory(owner=colleague, name="Secret")
    answer = place(web, deal, "demo")
    assert (answer.status_code, "Secret" in answer.content.decode()) == (404, False)
    deal.refresh_from_db()
    assert deal.stage == "prospecting"
