"""Move deals between stages, close them and reopen them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.events.catalog import DealLost, DealStageChanged, DealWon, Event
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_rows, update_rows
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.normalize import as_written
from revops.deals.domain.moves import DealToMove, refusals
from revops.deals.domain.stages import CLOSED, OPEN, PROBABILITIES, Stage
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.services.create import locked_deals
from revops.deals.services.positions import position_below, tops

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
    """Move deals to `stage`, each to the top of its column.

    Args:
        versions: the versions that the person had seen, by deal; without one, the latest counts.

    Returns: the deals that moved, as they are now. Deals that are in `stage` already are left out.

    Raises:
        Invalid: `stage` is unknown.
        Conflict: a move is not allowed (`details` names the field), or somebody changed a deal since its
            version. Nothing is written then.

    Publishes: `DealStageChanged` for each deal, then `DealWon` or `DealLost`.
    """
    to = known_stage(stage)
    deals = [deal for deal in locked_deals(deal_ids, by, versions) if deal.stage != to]
    for deal in deals:
        problems = refusals(DealToMove(stage=deal.stage, value=deal.value), to, lost_reason=lost_reason)
        if problems:
            why = " ".join(problems.values())
            raise Conflict(f"{deal.name}: {why}" if len(deals) > 1 else why, details=problems)
    _move(deals, to, by, reason=as_written(lost_reason) if to is Stage.CLOSED_LOST else "")
    return deals


@transaction.atomic
def place_deal(*, deal_id: UUID, stage: str, below_id: UUID | None, by: User, version: int) -> Deal:
    """Place a deal in the column `stage` of the board, below another deal or on top.

    A new position within the same column does not change the version of the deal.

    Args:
        deal_id: the id of the deal.
        stage: a value of `Stage`.
        below_id: the deal directly above the new position; None places it on top.
        by: the acting user.
        version: the version of the deal that the user has seen.

    Returns: the deal.

    Raises: what `move_deals` raises.

    Publishes: what `move_deals` publishes, if the stage changes.
    """
    moved = move_deals(deal_ids=[deal_id], stage=stage, by=by, versions={deal_id: version})
    deal = moved[0] if moved else locked_deals([deal_id], by)[0]
    deal.position = position_below(deal, below_id)
    Deal.objects.filter(pk=deal.pk).update(position=deal.position)
    return deal


@transaction.atomic
def reopen_deal(*, deal_id: UUID, stage: str, reason: str, by: User, version: int | None = None) -> Deal:
    """Reopen a closed deal at `stage`. The history keeps how it was closed.

    Args:
        deal_id: the id of the deal.
        stage: an open stage.
        reason: why the deal is open again; stored in the history.
        by: the acting user.
        version: the version that the user has seen; None skips the check.

    Returns: the deal.

    Raises:
        NotAllowed: `by` is not a manager.
        Invalid: the stage is not an open one, or the reason is missing.
        Conflict: the deal is open, or changed since `version`.

    Publishes: `DealStageChanged`.
    """
    if not by.is_manager:
        raise NotAllowed(_("Only managers, ops and admins can reopen deals. Ask your manager."))
    to = known_stage(stage)
    problems = {} if reason.strip() else {"reason": _("Enter a reason for reopening the deal.")}
    if to not in OPEN:
        problems["stage"] = _("Choose an open stage: {stages}.").format(stages=", ".join(OPEN))
    if problems:
        raise Invalid(problems)
    deal = locked_deals([deal_id], by, {deal_id: version} if version else None)[0]
    if deal.is_open:
        raise Conflict(_('"{name}" is already open.').format(name=deal.name))
    _move([deal], to, by, reason=as_written(reason))
    return deal


def known_stage(stage: str) -> Stage:
    """Return the stage named `stage`.

    Args:
        stage: the value of a `Stage`.

    Raises:
        Invalid: there is none.
    """
    try:
        return Stage(stage)
    except ValueError:
        problem = _('"{stage}" is not a stage. Use one of {stages}.').format(
            stage=stage, stages=", ".join(Stage)
        )
        raise Invalid({"stage": problem}) from None


def _move(deals: list[Deal], to: Stage, by: User | None, *, reason: str) -> None:
    if not deals:
        return
    at, top = now(), tops([to])[to]
    lifted = [change for deal in deals for change in _probability_reset(deal, at, by)]
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
