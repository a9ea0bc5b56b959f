"""Deals move between stages, are closed and opened again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.events.catalog import DealLost, DealStageChanged, DealWon, Event
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.rows import insert_rows, update_rows
from revops.domain.moves import Standing, refusals
from revops.domain.stages import CLOSED, OPEN, PROBABILITIES, Stage
from revops.models import Deal, DealChange, StageMove
from revops.services.deals import locked_deals
from revops.services.places import place_below, tops

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


@transaction.atomic
def move_deals(
    *,
    deal_ids: Iterable[UUID],
    stage: str,
    by: User | None,
    lost_reason: str = "",
    versions: Mapping[UUID, int] | None = None,
) -> list[Deal]:
    """Move deals to `stage`, each on top of its column. The deals, as they are now.

    `Invalid` for an unknown stage. `Conflict` when a guard refuses one of them (`details` names the field),
    or when somebody changed it since the version that the person had seen; then nothing is written. A deal
    that is there already stays as it is.
    """
    to = known_stage(stage)
    deals = [deal for deal in locked_deals(deal_ids, by, versions) if deal.stage != to]
    for deal in deals:
        problems = refusals(Standing(stage=deal.stage, value=deal.value), to, lost_reason=lost_reason)
        if problems:
            said = " ".join(problems.values())
            raise Conflict(f"{deal.name}: {said}" if len(deals) > 1 else said, details=problems)
    _move(deals, to, by, reason=lost_reason.strip() if to is Stage.CLOSED_LOST else "")
    return deals


@transaction.atomic
def place_deal(*, deal_id: UUID, stage: str, below_id: UUID | None, by: User, version: int) -> Deal:
    """Put a deal on the board into the column `stage`, below another deal or on top.

    Refused as `move_deals` refuses. A change of place alone is no change of the deal: its version stays.
    """
    moved = move_deals(deal_ids=[deal_id], stage=stage, by=by, versions={deal_id: version})
    deal = moved[0] if moved else locked_deals([deal_id], by)[0]
    deal.position = place_below(deal, below_id)
    Deal.objects.filter(pk=deal.pk).update(position=deal.position)
    return deal


@transaction.atomic
def reopen_deal(*, deal_id: UUID, stage: str, reason: str, by: User, version: int | None = None) -> Deal:
    """Open a closed deal again at `stage`: a manager may, with a reason. What closed it stays on record."""
    if not by.is_manager:
        raise NotAllowed("Only managers, ops and admins reopen a deal. Ask your manager.")
    to = known_stage(stage)
    problems = {} if reason.strip() else {"reason": "Say why the deal is opened again."}
    if to not in OPEN:
        problems["stage"] = f"A deal is opened again at one of {', '.join(OPEN)}."
    if problems:
        raise Invalid(problems)
    deal = locked_deals([deal_id], by, {deal_id: version} if version else None)[0]
    if deal.is_open:
        raise Conflict(f"“{deal.name}” is open.")
    _move([deal], to, by, reason=reason.strip())
    return deal


def known_stage(stage: str) -> Stage:
    """The stage of that name; `Invalid` when there is none."""
    try:
        return Stage(stage)
    except ValueError:
        raise Invalid({"stage": f"“{stage}” is no stage. Use one of {', '.join(Stage)}."}) from None


def _move(deals: list[Deal], to: Stage, by: User | None, *, reason: str) -> None:
    if not deals:
        return
    at, top = now(), tops([to])[to]
    lifted = [change for deal in deals for change in _probability_lost(deal, at, by)]
    moves = [_moved(deal, to, at, reason) for deal in deals]
    for number, (deal, move) in enumerate(zip(deals, moves, strict=True)):
        deal.position, move.by = top - number, by
    update_rows(Deal.objects, deals, _MOVED)
    insert_rows(StageMove.objects, moves)
    insert_rows(DealChange.objects, lifted)
    publish_many(
        DealStageChanged(deal_id=move.deal_id, old_stage=move.from_stage, new_stage=to) for move in moves
    )
    publish_many(_closings(deals, to, reason))


def _probability_lost(deal: Deal, at: datetime, by: User | None) -> list[DealChange]:
    """A probability that a person had set goes with the stage, and is kept in the history."""
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
            reason="Another stage",
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


def _closings(deals: list[Deal], to: Stage, reason: str) -> list[Event]:
    if to is Stage.CLOSED_WON:
        return [DealWon(deal_id=deal.pk, contact_id=deal.contact_id, value=deal.value) for deal in deals]
    if to is Stage.CLOSED_LOST:
        return [DealLost(deal_id=deal.pk, contact_id=deal.contact_id, reason=reason) for deal in deals]
    return []
