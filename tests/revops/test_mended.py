"""What was found by people who tried to break it."""

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine

from mauntic.accounts.services import set_access_policy
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from revops.domain.deal_file_rows import _amount
from revops.domain.forecast_changes import Change, DealState, steps
from revops.domain.periods import Period
from revops.models import Activity, Deal, RuleTarget
from revops.selectors.deal_export import COLUMNS
from revops.services import change_deals, move_deals, route_contacts
from revops.services.bulk import move_many, undo_moves
from revops.services.forecast_backtest import _whole_months
from revops.services.routing_people import add_absence
from revops.services.routing_rules import current_drafts, save_rule
from tests.factories.revops import DealFactory
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after

HTMX = {"hx-request": "true"}


def test_a_task_on_a_deal_that_one_may_not_see_shows_nothing_of_the_deal(web, rep, colleague):
    deal = DealFactory(owner=colleague)
    Activity.objects.create(type="note", subject="Secret", deal=deal, owner=colleague, completed_at=now())
    task = Activity.objects.create(type="task", subject="Mine", deal=deal, owner=rep, due_at=now())
    answer = web.post(f"/revops/activities/{task.pk}/done/", headers=HTMX)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Secret" not in answer.content.decode()


def test_the_export_tells_the_day_where_the_organization_is(acme, rep):
    acme.time_zone = "Europe/Berlin"
    begun = datetime(2016, 10, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    assert COLUMNS["Created"](DealFactory(owner=rep, created_at=begun)) == date(2016, 10, 20)


def test_a_move_that_is_taken_back_leaves_age_and_probability_as_they_were(rep):
    since = now() - timedelta(days=40)
    deal = DealFactory(owner=rep, stage="discovery", probability=Decimal("0.35"), stage_entered_at=since)
    done = move_many(deal_ids=[deal.pk], stage="demo", by=rep)
    undo_moves(move_ids=done.moves, by=rep)
    deal.refresh_from_db()
    assert (deal.stage, deal.probability) == ("discovery", Decimal("0.35"))
    assert abs(deal.stage_entered_at - since) < timedelta(minutes=2)


def test_a_probability_set_by_hand_is_kept_in_the_history_when_the_stage_changes(rep):
    deal = DealFactory(owner=rep, probability=Decimal("0.42"))
    move_deals(deal_ids=[deal.pk], stage="demo", by=rep)
    assert list(deal.changes.values_list("field", "old", "new")) == [("probability", "0.420", "0.10")]


def test_what_a_closed_deal_brought_and_to_whom_is_the_managers_to_change(rep, colleague, manager):
    set_access_policy(seen_by_reps="all")
    deal = DealFactory(owner=colleague, stage="closed_won", closed_at=now(), probability=1)
    with pytest.raises(NotAllowed, match="managers change"):
        change_deals(deal_ids=[deal.pk], changes={"owner": rep.pk}, by=rep)
    with pytest.raises(Invalid, match="won or lost"):
        change_deals(deal_ids=[deal.pk], changes={"probability": Decimal("0.3")}, by=manager)
    change_deals(deal_ids=[deal.pk], changes={"owner": rep.pk}, by=manager)
    assert Deal.objects.get().owner == rep


def test_a_manager_sees_no_less_than_the_reps(manager, colleague):
    DealFactory(owner=colleague)
    assert Deal.objects.visible_to(manager).count() == 0
    set_access_policy(seen_by_reps="all")
    assert Deal.objects.visible_to(manager).count() == 1


@pytest.mark.parametrize("key", ["a\x00", "1e999999", "0001-01-01", "[" * 30_000])
@pytest.mark.parametrize("sort", ["name", "value", "close", ""])
def test_a_token_that_somebody_made_up_leads_to_the_first_page(web, rep, key, sort):
    deal = DealFactory(owner=rep)
    token = base64.urlsafe_b64encode(json.dumps([key, str(deal.pk)]).encode()).decode().rstrip("=")
    assert web.get("/revops/deals/", {"sort": sort, "after": token}).status_code == 200


def test_a_version_of_thousands_of_digits_is_refused(web, rep):
    deal = DealFactory(owner=rep)
    answer = web.patch(
        f"/api/v1/revops/deals/{deal.pk}",
        {"name": "New"},
        content_type="application/json",
        headers={"if-match": f'"{"9" * 5000}"'},
    )
    assert answer.status_code == 400


def test_an_amount_of_three_decimals_is_no_amount_of_money():
    assert [_amount(text) for text in ("1.234", "1.23", "1,234.50", "1.234,50")] == [
        None,
        Decimal("1.23"),
        Decimal("1234.50"),
        Decimal("1234.50"),
    ]


@pytest.mark.parametrize("code", ["4200-Q1", "9998-12", "2200-01"])
def test_a_period_of_another_age_is_unknown(code):
    with pytest.raises(NotFound):
        Period.parse(code)


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (2026, 9999)])
def test_nobody_is_away_from_the_beginning_or_to_the_end_of_time(rep, starts, ends):
    zone = ZoneInfo("America/New_York")
    with pytest.raises(Invalid, match="years away"):
        add_absence(
            rep_id=rep.pk,
            starts_at=datetime(starts, 1, 1, tzinfo=zone),
            ends_at=datetime(ends, 12, 31, 23, 59, tzinfo=zone),
            by=rep,
        )


def test_turns_begin_anew_when_they_are_shared_out_in_another_way(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule((ann, 50), bob, strategy="weighted")
    route_contacts(contact_ids=[lead.pk for lead in make_leads(10)], trigger="created")
    [draft] = current_drafts()
    save_rule(draft=replace(draft, strategy="round_robin"))
    assert set(RuleTarget.objects.values_list("credit", flat=True)) == {0}
    assert sorted(owners_after(make_leads(4))) == ["Ann", "Ann", "Bob", "Bob"]


def test_reps_do_not_see_what_everybody_would_get(web):
    assert web.get("/revops/routing/simulation/").status_code == 403


@pytest.mark.parametrize("place", ["--5", "9" * 30, "9" * 5000])
def test_a_place_that_is_none_moves_no_rule(web, rep, place):
    rep.role = "ops"
    rep.save()
    rule = make_rule(rep)
    url = f"/revops/routing/rules/{rule.pk}/change/"
    assert web.post(url, {"do": f"move:{place}"}).status_code == 302


def in_december(**fields) -> DealState:
    known = {
        "id": UUID(int=1),
        "name": "Wire",
        "stage": "proposal",
        "category": "best_case",
        "value": Decimal(1000),
        "currency": "USD",
        "amount": Decimal(1000),
        "expected_close_on": date(2026, 12, 10),
        "closed_on": None,
        "owner_id": None,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return DealState(**known | fields)


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (
            {"stage": "closed_won", "category": "closed", "closed_on": date(2026, 11, 20)},
            Change.WON_ELSEWHERE,
        ),
        ({"expected_close_on": date(2026, 11, 28)}, Change.PULLED_FORWARD),
        ({"expected_close_on": date(2027, 1, 10)}, Change.PUSHED_OUT),
    ],
)
def test_what_leaves_a_period_is_pushed_out_only_when_it_comes_later(after, change):
    since = datetime(2026, 11, 18, tzinfo=UTC)
    found = list(steps(in_december(), in_december(**after), Period.parse("2026-12"), since))
    assert [(step.change, step.amount) for step in found] == [(change, Decimal(-1000))]


def test_the_month_that_runs_is_no_whole_month(acme):
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False):
        days = [date(2026, 8, 2), date(2026, 11, 24)]
        assert [month.code for month in _whole_months(days)] == ["2026-08", "2026-09", "2026-10"]
