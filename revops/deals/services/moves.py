"""Move deals between stages, and close them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.codes import codes_text
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.normalize import as_written
from revops.deals.domain.moves import DealToMove, refusals
from revops.deals.domain.stages import Stage
from revops.deals.models.deals import Deal
from revops.deals.services.create import locked_deals
from revops.deals.services.positions import position_below
from revops.deals.services.writing import write_moves


@transaction.atomic
def move_deals(
    *,
    deal_ids: Iterable[UUID],
    stage: str,
    by: User | None,
    lost_reason: str = "",
    versions: Mapping[UUID, int] | None = None,
    at: datetime | None = None,
    action_id: UUID | None = None,
) -> list[Deal]:
    """Move deals to `stage`, each to the top of its column.

    Args:
        versions: the versions that the person had seen, by deal; without one, the latest counts.
        at: when the deals moved; now by default.
        action_id: the action that undoes the moves together; None if they cannot be undone.

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
    reason = as_written(lost_reason) if to is Stage.CLOSED_LOST else ""
    write_moves(deals, to, by, reason=reason, at=at, action_id=action_id)
    return deals


@transaction.atomic
def place_deal(
    *,
    deal_id: UUID,
    stage: str,
    below_id: UUID | None,
    by: User,
    version: int,
    action_id: UUID | None = None,
) -> Deal:
    """Place a deal in the column `stage` of the board, below another deal or on top.

    A new position within the same column does not change the version of the deal.

    Args:
        deal_id: the id of the deal.
        stage: a value of `Stage`.
        below_id: the deal directly above the new position; None places it on top.
        by: the acting user.
        version: the version of the deal that the user has seen.
        action_id: see `move_deals`.

    Returns: the deal.

    Raises: what `move_deals` raises.

    Publishes: what `move_deals` publishes, if the stage changes.
    """
    moved = move_deals(
        deal_ids=[deal_id], stage=stage, by=by, versions={deal_id: version}, action_id=action_id
    )
    deal = moved[0] if moved else locked_deals([deal_id], by)[0]
    deal.position = position_below(deal, below_id)
    Deal.objects.filter(pk=deal.pk).update(position=deal.position)
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
            stage=stage, stages=codes_text("stage", Stage)
        )
        raise Invalid({"stage": problem}) from None
