"""Deals with a history, as rows: some hundred of them at once would take services minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from mauntic.accounts.models import User
from revops.deals.domain.stages import PROBABILITIES, Stage
from revops.deals.models.deals import Deal, StageMove


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


@transaction.atomic
def forget_snapshots() -> None:
    """Delete all snapshots, which only the owner of the table can: a trigger refuses everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE revops_forecastsnapshot DISABLE TRIGGER snapshots_stay")
        cursor.execute("DELETE FROM revops_forecastsnapshot")
        cursor.execute("ALTER TABLE revops_forecastsnapshot ENABLE TRIGGER snapshots_stay")
