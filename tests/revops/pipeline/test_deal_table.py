"""Deals as a table: tabs, orders, fields edited in place, and the same for many with a way back."""

import base64
import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from mauntic.kernel.clock import now
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import Deal, DealChange
from revops.health.models import DealHealth
from revops.rates.services import set_rate
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")
TABLE = "/revops/deals/"
HTMX = {"HX-Request": "true"}


def names_in(page: str) -> list[str]:
    return re.findall(r'class="deal-name"><a href="[^"]+" title="[^"]*">([^<]+)<', page)


def names(web, query: str = "") -> list[str]:
    return names_in(web.get(f"{TABLE}?{query}").content.decode())


def bulk(web, deals, **fields) -> str:
    answer = web.post(f"{TABLE}bulk/", {"ids": [deal.pk for deal in deals], **fields}, follow=True)
    return answer.content.decode()


def undo(web, page: str) -> str:
    [address] = re.findall(r'action="(/revops/deals/undo/[^"]+)"', page)
    return web.post(address.replace("&amp;", "&"), follow=True).content.decode()


def test_each_tab_shows_its_deals_and_says_how_many(web, rep, colleague):
    at_risk = DealFactory(name="Risky", owner=rep)
    DealHealth.objects.create(deal=at_risk, score=50, level="at_risk")
    DealFactory(name="Due", owner=rep, expected_close_on=now().date())
    DealFactory(name="Won", owner=rep, stage="closed_won", closed_at=now())
    DealFactory(name="Lost", owner=rep, stage="closed_lost", closed_at=now())
    DealFactory(name="Theirs", owner=colleague)
    page = web.get(TABLE).content.decode()
    counts = re.findall(r'([\w ]+) <span class="tab-count">(\d+)<', page)
    assert [(name.strip(), count) for name, count in counts] == [
        ("Open", "2"),
        ("Mine", "2"),
        ("Closing this month", "1"),
        ("At risk", "1"),
        ("Won", "1"),
        ("Lost", "1"),
    ]
    shown = {tab: names(web, f"tab={tab}") for tab in ("mine", "closing", "at-risk", "won", "lost")}
    assert shown == {
        "mine": ["Due", "Risky"],
        "closing": ["Due"],
        "at-risk": ["Risky"],
        "won": ["Won"],
        "lost": ["Lost"],
    }


def test_values_are_ordered_by_what_they_are_worth_in_the_own_currency(web, rep):
    set_rate(currency="EUR", valid_from=date(2020, 1, 1), rate=Decimal(2))
    for name, value, currency in (("Mid", 150, "USD"), ("Most", 100, "EUR"), ("Unknown", 999, "GBP")):
        DealFactory(name=name, owner=rep, value=value, currency=currency)
    assert names(web, "sort=-value") == ["Most", "Mid", "Unknown"]


@pytest.mark.parametrize(
    "order",
    ["name", "company", "stage", "value", "close", "owner", "priority", "category", "health", "created"],
)
def test_every_order_shows_all_deals_page_by_page(web, rep, order):
    made = DealFactory.create_batch(53, owner=rep)
    page = web.get(f"{TABLE}?sort={order}").content.decode()
    [onwards] = re.findall(r'rel="next" class="btn btn-sm" href="([^"]+)"', page)
    rest = web.get(TABLE + onwards.replace("&amp;", "&")).content.decode()
    assert sorted(names_in(page) + names_in(rest)) == sorted(deal.name for deal in made)


def test_ten_rows_take_as_many_queries_as_fifty(web, rep):
    DealFactory.create_batch(10, owner=rep)
    web.get(TABLE)
    few = queries_of(lambda: web.get(TABLE))
    DealFactory.create_batch(40, owner=rep)
    assert queries_of(lambda: web.get(TABLE)) == few


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("name", "Rope", "Rope"),
        ("value", "12.5", Decimal("12.50")),
        ("expected_close_on", "2027-01-31", date(2027, 1, 31)),
        ("priority", "high", "high"),
        ("category_override", "commit", "commit"),
        ("stage", "demo", "demo"),
    ],
)
def test_a_field_is_edited_in_its_row(web, rep, field, value, stored):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-row", args=[deal.pk])
    assert 'name="field" value="' + field in web.get(f"{url}?edit={field}", headers=HTMX).content.decode()
    answer = web.post(url, {"field": field, field: value, "version": 1}, headers=HTMX)
    deal.refresh_from_db()
    assert (answer.status_code, getattr(deal, field), deal.version) == (200, stored, 2)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", "-1", "Enter a value of 0 or more."),
        ("value", "much", "Enter a number."),
        ("name", "", "This field is required."),
        ("expected_close_on", "soon", "Enter a date such as 2026-12-31."),
        ("stage", "closed_lost", "Enter why the deal was lost."),
        ("stage", "nowhere", "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_told_at_the_field(web, rep, field, value, said):
    deal = DealFactory(owner=rep)
    url = reverse("revops:deal-row", args=[deal.pk])
    answer = web.post(url, {"field": field, field: value, "version": 1}, headers=HTMX)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    deal.refresh_from_db()
    assert deal.version == 1


def test_the_second_of_two_editors_is_told(web, rep):
    deal = DealFactory(owner=rep, version=2)
    url = reverse("revops:deal-row", args=[deal.pk])
    answer = web.post(url, {"field": "name", "name": "Mine", "version": 1}, headers=HTMX)
    assert (answer.status_code, "changed since you opened it" in answer.content.decode()) == (422, True)
    deal.refresh_from_db()
    assert deal.name != "Mine"


def test_a_field_that_is_not_edited_here_is_refused(web, rep):
    url = reverse("revops:deal-row", args=[DealFactory(owner=rep).pk])
    assert web.post(url, {"field": "position", "position": 1}, headers=HTMX).status_code == 422


def test_without_a_script_a_field_is_opened_and_saved_by_plain_pages(web, rep):
    deal = DealFactory(owner=rep)
    page = web.get(f"{TABLE}?deal={deal.pk}&edit=name").content.decode()
    assert 'name="field" value="name"' in page
    url = reverse("revops:deal-row", args=[deal.pk])
    answer = web.post(url, {"field": "name", "name": "Rope", "version": 1, "next": TABLE}, follow=True)
    assert names_in(answer.content.decode()) == ["Rope"]
    refused = web.post(url, {"field": "name", "name": "", "version": 2}, follow=True)
    assert "This field is required." in refused.content.decode()


def test_many_are_given_away_and_taken_back_even_out_of_sight(web, rep, colleague):
    deals = DealFactory.create_batch(2, owner=rep)
    page = bulk(web, deals, action="assign", owner=colleague.pk)
    assert "2 deals assigned to Kim Colleague." in page
    assert names_in(page) == []
    assert len(names_in(undo(web, page))) == 2


def test_many_are_moved_and_moved_back(web, rep):
    deals = [DealFactory(owner=rep), DealFactory(owner=rep, stage="proposal")]
    page = bulk(web, deals, action="move", stage="demo")
    assert "2 deals moved to Demo." in page
    undo(web, page)
    assert [Deal.objects.get(pk=deal.pk).stage for deal in deals] == ["prospecting", "proposal"]


def test_many_get_a_close_date_and_each_its_own_one_back(web, rep):
    deals = [DealFactory(owner=rep, expected_close_on=day) for day in (date(2026, 1, 1), None)]
    page = bulk(web, deals, action="close-on", close_on="2026-02-02")
    assert "Close date of 2 deals set to 2 Feb 2026." in page
    undo(web, page)
    assert [Deal.objects.get(pk=deal.pk).expected_close_on for deal in deals] == [date(2026, 1, 1), None]


def test_what_was_changed_again_is_not_taken_back(web, rep):
    deal = DealFactory(owner=rep)
    page = bulk(web, [deal], action="close-on", close_on="2026-02-02")
    bulk(web, [deal], action="close-on", close_on="2026-03-03")
    assert "(changed again since)" in undo(web, page)
    assert Deal.objects.get(pk=deal.pk).expected_close_on == date(2026, 3, 3)


def test_an_hour_later_nothing_is_taken_back(web, rep):
    page = bulk(web, [DealFactory(owner=rep)], action="close-on", close_on="2026-02-02")
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert "more than an hour passed" in undo(web, page)


def test_nobody_takes_back_what_others_did(web, rep, colleague):
    deal = DealFactory(owner=rep)
    change = DealChange.objects.create(
        deal=deal, field="owner", old=str(colleague.pk), new=str(rep.pk), by=colleague
    )
    action = DealAction.objects.create(by=colleague)
    action.changes.add(change)
    web.post(f"{TABLE}undo/{action.pk}/")
    deal.refresh_from_db()
    assert deal.owner == rep


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"action": "close-on", "close_on": "soon"}, "&quot;soon&quot; is not a date."),
        ({"action": "close-on", "close_on": "2026-02-31"}, "&quot;2026-02-31&quot; is not a date."),
        ({"action": "move", "stage": "closed_won"}, "Choose an open stage:"),
        (
            {"action": "assign", "owner": "01a21068-0766-73df-80fb-ae12ad58cf3d"},
            "Choose an active user as the owner.",
        ),
        ({"action": "burn"}, "Use one of assign, move, close-on."),
    ],
)
def test_what_cannot_be_done_to_many_is_said_and_changes_none(web, rep, fields, said):
    deal = DealFactory(owner=rep)
    assert said in bulk(web, [deal], **fields)
    deal.refresh_from_db()
    assert deal.version == 1


def test_nothing_is_done_to_a_list_with_a_deal_of_others(web, rep, colleague):
    mine, theirs = DealFactory(owner=rep), DealFactory(owner=colleague)
    assert "There is no deal" in bulk(web, [mine, theirs], action="move", stage="demo")
    assert Deal.objects.get(pk=mine.pk).stage == "prospecting"


def test_nothing_ticked_is_said(web, rep):
    assert "Select at least one row." in bulk(web, [], action="move", stage="demo")


def test_all_that_match_are_moved_and_moved_back(web, rep, colleague):
    asked = [DealFactory(owner=rep, priority="high"), DealFactory(owner=rep, priority="high")]
    others = [DealFactory(owner=rep), DealFactory(owner=colleague, priority="high")]
    page = bulk(web, [], action="move", stage="demo", matching="1", query="tab=open&priority=high")
    assert "2 deals moved to Demo." in page
    stages = [Deal.objects.get(pk=deal.pk).stage for deal in (*asked, *others)]
    assert stages == ["demo", "demo", "prospecting", "prospecting"]
    undo(web, page)
    assert set(Deal.objects.values_list("stage", flat=True)) == {"prospecting"}


def test_a_filter_that_cannot_be_read_changes_no_deal(web, rep):
    DealFactory(owner=rep)
    bulk(web, [], action="move", stage="demo", matching="1", query="priority=nonsense")
    assert Deal.objects.get().stage == "prospecting"


def test_a_field_edited_in_its_row_is_undone(web, rep):
    deal = DealFactory(owner=rep, value=5)
    fields = {"field": "value", "value": "77", "version": 1}
    answer = web.post(f"{TABLE}{deal.pk}/row/", fields, headers=HTMX).content.decode()
    undo(web, answer)
    deal.refresh_from_db()
    assert deal.value == 5


def test_all_deals_at_risk_on_my_day_leads_to_those(web, rep):
    for level, score in (("at_risk", 50), ("critical", 20), ("healthy", 90)):
        DealHealth.objects.create(deal=DealFactory(owner=rep, name=level), score=score, level=level)
    [address] = re.findall(r'href="(/revops/deals/\?[^"]+)"', web.get("/").content.decode())
    assert set(names_in(web.get(address).content.decode())) == {"at_risk", "critical"}


@pytest.mark.parametrize("key", ["a\x00", "1e999999", "0001-01-01", "[" * 30_000])
@pytest.mark.parametrize("sort", ["name", "value", "close", ""])
def test_a_token_that_somebody_made_up_leads_to_the_first_page(web, rep, key, sort):
    deal = DealFactory(owner=rep)
    token = base64.urlsafe_b64encode(json.dumps([key, str(deal.pk)]).encode()).decode().rstrip("=")
    assert web.get("/revops/deals/", {"sort": sort, "after": token}).status_code == 200


@pytest.mark.parametrize(
    ("closed", "label"), [("2026-Q3", "Closed in Q3 2026"), ("2026-11", "Closed in Nov 2026"), ("zzz", "")]
)
def test_the_period_of_closed_deals_has_its_name(web, closed, label):
    page = web.get("/revops/deals/", {"tab": "won", "closed": closed}).text
    assert (label in page) if label else ("Closed in" not in page)
    assert f"Closed in {closed}" not in page
