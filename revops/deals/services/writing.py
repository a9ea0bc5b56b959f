"""Write stage moves: the deals, their history and the events."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.events.attribution import attribution, derived_from
from mauntic.events.catalog import DealLost, DealStageChanged, DealWon
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_rows, update_rows
from revops.deals.domain.stages import CLOSED, PROBABILITIES, Stage
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.services.actions import record_action
from revops.deals.services.positions import tops

_MOVED = {
    "stage",
    "probability",
    "stage_entered_at",
    "closed_at",
    "lost_reason",
    "position",
    "version",
    "updated_at",
}
DAY = Decimal(86_400)


def write_moves(
    deals: list[Deal],
    to: Stage,
    by: User | None,
    *,
    reason: str = "",
    at: datetime | None = None,
    action_id: UUID | None = None,
    is_return: bool = False,
) -> None:
    """Move locked deals to `to`, each to the top of its column. The caller has checked that they may move.

    Args:
        deals: locked, in another stage than `to`.
        to: the new stage.
        by: the acting user; None is Mauntic itself.
        reason: why the deals were lost or reopened.
        at: when they moved; now by default. Never before they entered their present stage.
        action_id: the action that undoes the moves together.
        is_return: the deals return to a stage that they had before, so they are not won or lost once more.

    Publishes: `DealStageChanged` for each deal, then `DealWon` or `DealLost` unless they return.
    """
    if not deals:
        return
    record_action(action_id=action_id, by=by)
    moved_at, top, who = at or now(), tops([to])[to], attribution(by=by)
    lifted = [change for deal in deals for change in _probability_reset(deal, moved_at, by)]
    moves = [_moved(deal, to, moved_at, reason) for deal in deals]
    for number, (deal, move) in enumerate(zip(deals, moves, strict=True)):
        deal.position, move.by, move.action_id = top - number, by, action_id
        for name, value in who.items():
            setattr(move, name, value)
    update_rows(Deal.objects, deals, _MOVED)
    insert_rows(StageMove.objects, moves)
    insert_rows(DealChange.objects, lifted)
    publish_many(
        DealStageChanged(deal_id=move.deal_id, old_stage=move.from_stage, new_stage=to) for move in moves
    )
    if not is_return:
        publish_many(_closings(deals, to, reason))


def _probability_reset(deal: Deal, at: datetime, by: User | None) -> list[DealChange]:
    """Return a change for the history where the move resets a probability that a person had set."""
    usual = PROBABILITIES[Stage(deal.stage)]
    if deal.probability == usual:
        return []
    return [
        DealChange(
            deal=deal,
            field="probability",
            old=str(deal.probability),
            new=str(usual),
            at=at,
            by=by,
            reason=_("Stage changed"),
            **attribution(actor=derived_from("stage")),
        )
    ]


def _moved(deal: Deal, to: Stage, at: datetime, reason: str) -> StageMove:
    days = Decimal((at - deal.stage_entered_at).total_seconds()) / DAY
    move = StageMove(deal=deal, from_stage=deal.stage, to_stage=to, at=at, reason=reason, days=round(days, 3))
    deal.stage, deal.probability = to, PROBABILITIES[to]
    deal.stage_entered_at, deal.closed_at = at, at if to in CLOSED else None
    deal.lost_reason = reason if to is Stage.CLOSED_LOST else ""
    deal.version += 1
    return move


def withdraw_closings(moves: Iterable[StageMove], *, recorded_at: datetime) -> None:
    """Take back that deals were won or lost, since the moves that closed them were undone.

    Args:
        moves: with their deals; those to open stages are skipped.
        recorded_at: when they were published.

    Publishes: as withdrawn, `DealWon` or `DealLost` for each deal that had been closed.
    """
    publish_many(
        replace(event, is_withdrawn=True, recorded_at=recorded_at)
        for move in moves
        for event in _closings([move.deal], Stage(move.to_stage), move.reason)
    )


def _closings(deals: list[Deal], to: Stage, reason: str) -> list[DealWon | DealLost]:
    if to is Stage.CLOSED_WON:
        return [DealWon(deal_id=deal.pk, contact_id=deal.contact_id, value=deal.value) for deal in deals]
    if to is Stage.CLOSED_LOST:
        return [DealLost(deal_id=deal.pk, contact_id=deal.contact_id, reason=reason) for deal in deals]
    return []
