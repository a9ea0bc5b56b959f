"""Which moves of a deal are refused, and why."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from revops.deals.domain.moves import DealToMove, closing_day_problem, is_owners_to_reopen, refusals
from revops.deals.domain.stages import OPEN, Stage


def deal(stage: Stage, value: str = "0") -> DealToMove:
    return DealToMove(stage=stage, value=Decimal(value))


@pytest.mark.parametrize(("start", "to"), [*permutations(OPEN, 2)])
def test_any_move_between_open_stages_is_allowed(start, to):
    assert refusals(deal(start), to) == {}


@pytest.mark.parametrize(
    ("value", "refused"), [("-1", ["value"]), ("0", ["value"]), ("0.01", []), ("1000", [])]
)
def test_winning_needs_a_value_above_zero(value, refused):
    assert list(refusals(deal(Stage.NEGOTIATION, value), Stage.CLOSED_WON)) == refused


@pytest.mark.parametrize(
    ("reason", "refused"), [("", ["lostReason"]), (" \n", ["lostReason"]), ("price", [])]
)
def test_losing_needs_a_reason_and_no_value(reason, refused):
    assert list(refusals(deal(Stage.DEMO), Stage.CLOSED_LOST, lost_reason=reason)) == refused


@pytest.mark.parametrize("closed", [Stage.CLOSED_WON, Stage.CLOSED_LOST])
@pytest.mark.parametrize("to", Stage)
def test_a_closed_deal_moves_nowhere_until_it_is_reopened(closed, to):
    found = refusals(deal(closed, "100"), to, lost_reason="price")

    assert found == {"stage": "The deal is closed. Reopen it first."}


@pytest.mark.parametrize(
    ("to", "value", "lost_reason", "problems"),
    [
        (Stage.CLOSED_WON, "0", "price", {"value": "Enter a value above 0 to mark the deal as won."}),
        (Stage.CLOSED_WON, "5", "", {}),
        (Stage.CLOSED_LOST, "0", "", {"lostReason": "Enter why the deal was lost."}),
        (Stage.CLOSED_LOST, "0", "price", {}),
        (Stage.DEMO, "-5", "", {}),
    ],
)
def test_a_refusal_says_what_to_enter(to, value, lost_reason, problems):
    assert refusals(deal(Stage.PROPOSAL, value), to, lost_reason=lost_reason) == problems


def test_a_deal_is_not_lost_without_a_word():
    assert list(refusals(deal(Stage.DEMO), Stage.CLOSED_LOST)) == ["lostReason"]


@pytest.mark.parametrize("start", OPEN)
def test_a_deal_may_be_won_or_lost_from_any_open_stage(start):
    assert refusals(deal(start, "1"), Stage.CLOSED_WON) == {}
    assert refusals(deal(start), Stage.CLOSED_LOST, lost_reason="price") == {}


@pytest.mark.parametrize("stage", OPEN)
def test_a_deal_may_stay_where_it_is(stage):
    assert refusals(deal(stage), stage) == {}


@pytest.mark.parametrize(("minutes", "may"), [(0, True), (60, True), (61, False)])
def test_an_owner_reopens_a_deal_within_an_hour(minutes, may):
    closed = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert is_owners_to_reopen(closed, closed + timedelta(minutes=minutes)) is may


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2026, 11, 30), ""),
        (date(2026, 11, 20), ""),
        (date(2026, 12, 1), "Choose today or an earlier day."),
        (date(2026, 11, 19), "Choose 2026-11-20 or a later day: the deal entered its stage then."),
    ],
)
def test_a_deal_is_closed_between_its_entry_into_the_stage_and_today(day, problem):
    found = closing_day_problem(day, entered_on=date(2026, 11, 20), today=date(2026, 11, 30))
    assert found == problem
