"""Change many deals at once, and undo it within an hour."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict, Invalid
from revops.deals.domain.stages import OPEN
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals

UNDO_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BulkChange:
    """The number of changed deals, and the ids of the history rows that undo the change."""

    deals: int
    changes: Sequence[UUID] = ()
    moves: Sequence[UUID] = ()


@transaction.atomic
def set_on_deals(*, deal_ids: Iterable[UUID], field: str, value: Any, by: User) -> BulkChange:
    """Set one field of many deals to the same value.

    Args:
        deal_ids: the deals to change.
        field: the name of a field of the deal.
        value: the new value.
        by: the acting user.

    Returns: the number of changes and their ids, for `undo_changes`.

    Raises: what `change_deals` raises.

    """
    started, ids = now(), list(deal_ids)
    change_deals(deal_ids=ids, changes={field: value}, by=by)
    written = DealChange.objects.filter(deal__in=ids, field=field, by=by, at__gte=started)
    changes = list(written.values_list("pk", flat=True))
    return BulkChange(len(changes), changes=changes)


@transaction.atomic
def move_many(*, deal_ids: Iterable[UUID], stage: str, by: User) -> BulkChange:
    """Move many deals to one open stage. Closing needs a reason or value for each, so it is not offered here.

    Args:
        deal_ids: the deals to move; those at `stage` already are left out.
        stage: an open stage.
        by: the acting user.

    Returns: the number of moved deals and the ids of their moves, for `undo_moves`.

    Raises:
        Invalid: the stage is not an open one.
        Conflict: see `move_deals`.

    Publishes: `DealStageChanged` for each moved deal.
    """
    if stage not in OPEN:
        raise Invalid({"stage": _("Choose an open stage: {stages}.").format(stages=", ".join(OPEN))})
    started = now()
    moved = [deal.pk for deal in move_deals(deal_ids=deal_ids, stage=stage, by=by)]
    written = StageMove.objects.filter(deal__in=moved, by=by, at__gte=started)
    return BulkChange(len(moved), moves=list(written.values_list("pk", flat=True)))


@transaction.atomic
def undo_changes(*, change_ids: Iterable[UUID], by: User) -> int:
    """Undo the person's own changes of the last hour. Deals that changed again since are left alone.

    The change is made without a person, because whoever gave a deal away may no longer see it.

    Args:
        change_ids: the ids from `set_on_deals`.
        by: the user who made the changes.

    Returns: the number of deals.

    Raises:
        Conflict: there is nothing left to undo.
    """
    mine = DealChange.objects.filter(pk__in=list(change_ids), by=by, at__gt=now() - UNDO_FOR)
    before: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for change in mine.select_related("deal"):
        if _now(change) == change.new:
            before[change.field, change.old].append(change.deal_id)
    for (field, old), deal_ids in before.items():
        value = _READ.get(field, str)(old) if old else None
        change_deals(
            deal_ids=deal_ids,
            changes={field: value},
            by=None,
            reason=_("Undone by {person}").format(person=by),
        )
    return _counted(sum(map(len, before.values())))


@transaction.atomic
def undo_moves(*, move_ids: Iterable[UUID], by: User) -> int:
    """Undo the person's own moves of the last hour. Deals that moved again since are left alone.

    Args:
        move_ids: the ids from `move_many`.
        by: the user who made the moves.

    Returns: the number of deals.

    Raises:
        Conflict: there is nothing left to undo, or a move back is not allowed.

    Publishes: `DealStageChanged` for each deal.
    """
    mine = StageMove.objects.filter(pk__in=list(move_ids), by=by, at__gt=now() - UNDO_FOR)
    undone = [
        move
        for move in mine.select_related("deal")
        if move.deal.stage == move.to_stage and move.deal.stage_entered_at == move.at
    ]
    before: dict[str, list[UUID]] = defaultdict(list)
    for move in undone:
        before[move.from_stage].append(move.deal_id)
    back = [deal for stage, ids in before.items() for deal in move_deals(deal_ids=ids, stage=stage, by=by)]
    _restore(back, {move.deal_id: move for move in undone})
    return _counted(len(undone))


def _restore(deals: Sequence[Deal], undone: Mapping[UUID, StageMove]) -> None:
    """Restore the time in the stage and the probability: a deal moved by mistake never left its stage."""
    resets = DealChange.objects.filter(
        deal__in=undone, field="probability", at__in=[move.at for move in undone.values()]
    )
    before = {(change.deal_id, change.at): Decimal(change.old) for change in resets}
    for deal in deals:
        move = undone[deal.pk]
        deal.stage_entered_at = move.at - timedelta(days=float(move.days or 0))
        deal.probability = before.get((deal.pk, move.at), deal.probability)
    update_rows(Deal.objects, deals, ["stage_entered_at", "probability"])


_READ: dict[str, Any] = {"owner": UUID, "expected_close_on": date.fromisoformat}


def _now(change: DealChange) -> str:
    value = getattr(change.deal, f"{change.field}_id" if change.field == "owner" else change.field)
    return "" if value is None else str(value)


def _counted(count: int) -> int:
    if not count:
        raise Conflict(_("This can no longer be undone: it changed again, or more than an hour passed."))
    return count
