"""Which moves of a deal are allowed, and what a move makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from revops.domain.stages import CLOSED, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the guards of a move look at."""

    stage: str
    value: Decimal


def refusals(deal: Standing, to: Stage, *, lost_reason: str = "") -> Mapping[str, str]:
    """Why the deal may not move to `to`, by field; empty when it may.

    Between open stages any move is allowed. Winning needs a value, losing a reason, and what is closed moves
    only by being opened again.
    """
    if deal.stage in CLOSED:
        return {"stage": "The deal is closed. Reopen it first (a manager may, with a reason)."}
    if to is Stage.CLOSED_WON and deal.value <= 0:
        return {"value": "A deal without a value cannot be won. Enter what it is worth first."}
    if to is Stage.CLOSED_LOST and not lost_reason.strip():
        return {"lostReason": "Say why the deal was lost."}
    return {}
