"""The same is done to many deals at once, and can be taken back for a while by who did it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.rows import update_rows
from revops.domain.stages import OPEN
from revops.models import Deal, DealChange, StageMove
from revops.services.deals import change_deals
from revops.services.moves import move_deals

UNDO_FOR = timedelta(hours=1)
_TOO_LATE = "This was changed again meanwhile, or it was too long ago to be taken back."


@dataclass(frozen=True, slots=True)
class Done:
    """How many deals were changed, and the rows of their history by which that is taken back."""

    deals: int
    changes: Sequence[UUID] = ()
    moves: Sequence[UUID] = ()


@transaction.atomic
def set_on_deals(*, deal_ids: Iterable[UUID], field: str, value: Any, by: User) -> Done:
    """Set one field of many deals to one value; refused as `change_deals` refuses."""
    started, ids = now(), list(deal_ids)
    change_deals(deal_ids=ids, changes={field: value}, by=by)
    told = DealChange.objects.filter(deal__in=ids, field=field, by=by, at__gte=started)
    changes = list(told.values_list("pk", flat=True))
    return Done(len(changes), changes=changes)


@transaction.atomic
def move_many(*, deal_ids: Iterable[UUID], stage: str, by: User) -> Done:
    """Move many deals to one open stage; each is won or lost for a reason of its own."""
    if stage not in OPEN:
        raise Invalid({"stage": f"Deals are moved together to one of {', '.join(OPEN)}."})
    started = now()
    moved = [deal.pk for deal in move_deals(deal_ids=deal_ids, stage=stage, by=by)]
    told = StageMove.objects.filter(deal__in=moved, by=by, at__gte=started)
    return Done(len(moved), moves=list(told.values_list("pk", flat=True)))


@transaction.atomic
def undo_changes(*, change_ids: Iterable[UUID], by: User) -> int:
    """Give deals back what the person's own changes took; how many. Changed again, a deal is left as it is.

    The house does it in the person's name, since whoever gave a deal away may see it no longer.
    """
    mine = DealChange.objects.filter(pk__in=list(change_ids), by=by, at__gt=now() - UNDO_FOR)
    before: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for change in mine.select_related("deal"):
        if _now(change) == change.new:
            before[change.field, change.old].append(change.deal_id)
    for (field, old), deal_ids in before.items():
        value = _READ.get(field, str)(old) if old else None
        change_deals(deal_ids=deal_ids, changes={field: value}, by=None, reason=f"Taken back by {by}")
    return _counted(sum(map(len, before.values())))


@transaction.atomic
def undo_moves(*, move_ids: Iterable[UUID], by: User) -> int:
    """Move deals back to where the person's own moves took them from; how many."""
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
    """A deal moved by mistake has not left its stage: its time there goes on, and its probability holds."""
    told = DealChange.objects.filter(
        deal__in=undone, field="probability", at__in=[move.at for move in undone.values()]
    )
    kept = {(change.deal_id, change.at): Decimal(change.old) for change in told}
    for deal in deals:
        move = undone[deal.pk]
        deal.stage_entered_at = move.at - timedelta(days=float(move.days or 0))
        deal.probability = kept.get((deal.pk, move.at), deal.probability)
    update_rows(Deal.objects, deals, ["stage_entered_at", "probability"])


_READ: dict[str, Any] = {"owner": UUID, "expected_close_on": date.fromisoformat}


def _now(change: DealChange) -> str:
    value = getattr(change.deal, f"{change.field}_id" if change.field == "owner" else change.field)
    return "" if value is None else str(value)


def _counted(count: int) -> int:
    if not count:
        raise Conflict(_TOO_LATE)
    return count
