"""Which moves of a deal are refused, and why."""

from decimal import Decimal
from itertools import permutations

import pytest

from revops.deals.domain.moves import DealToMove, refusals
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

    assert found == {"stage": "The deal is closed. Ask a manager to reopen it first."}
