"""Deals with a history, as rows: some hundred of them at once would take services minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from mauntic.accounts.models import User
from revops.domain.stages import PROBABILITIES, Stage
from revops.models import Deal, StageMove


@dataclass(frozen=True, slots=True)
class Told:
    """A deal that began in a stage, and was won or lost some days later (None: neither)."""

    began: datetime
    won: bool | None = None
    days: int = 0
    value: int = 1000
    stage: Stage = Stage.DEMO


def write_history(told: Sequence[Told], owner: User | None = None) -> list[Deal]:
    """The deals with their moves; an open one is due 30 days after it began."""
    deals = [_deal(number, each, owner) for number, each in enumerate(told)]
    Deal.objects.bulk_create(deals)
    moves = []
    for deal, each in zip(deals, told, strict=True):
        moves.append(StageMove(deal=deal, to_stage=each.stage, at=each.began))
        if deal.closed_at:
            moves.append(StageMove(deal=deal, from_stage=each.stage, to_stage=deal.stage, at=deal.closed_at))
    StageMove.objects.bulk_create(moves)
    return deals


def _deal(number: int, told: Told, owner: User | None) -> Deal:
    closed_at = None if told.won is None else told.began + timedelta(days=told.days)
    stage = told.stage if told.won is None else (Stage.CLOSED_WON if told.won else Stage.CLOSED_LOST)
    return Deal(
        name=f"Told {number}",
        owner=owner,
        stage=stage,
        value=Decimal(told.value),
        currency="USD",
        probability=PROBABILITIES[stage],
        expected_close_on=(told.began + timedelta(days=30)).date(),
        closed_at=closed_at,
        stage_entered_at=closed_at or told.began,
        created_at=told.began,
    )
