"""Undo what a person did to deals, for an hour."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker.actor import undoing
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from revops.deals.domain.moves import UNDO_FOR
from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.selectors.undo import standing
from revops.deals.services.create import change_deals, locked_deals
from revops.deals.services.writing import write_moves

_READ: dict[str, Any] = {
    "owner": UUID,
    "contact": UUID,
    "company": UUID,
    "expected_close_on": date.fromisoformat,
    "value": Decimal,
    "probability": Decimal,
}
_GUARDED = {"value", "currency", "owner"}
"""What only managers change on closed deals."""
_LINKS = {"owner", "contact", "company", "expected_close_on"}


@transaction.atomic
@undoing()
def undo_action(*, action_id: UUID, by: User) -> int:
    """Undo the person's own action of the last hour: its moves, then its changes of fields.

    Left alone are deals that moved or changed again since, and those that the person may no longer change:
    only this action's own change of the owner may have taken them away. Closed deals reopen for their owner
    and for managers; their value, currency and owner are undone by managers alone.

    Args:
        action_id: the id of the action.
        by: the user who did it.

    Returns: the number of deals.

    Raises:
        NotFound: `by` did no such action.
        Conflict: there is nothing left to undo.

    Publishes: `DealStageChanged` for each deal that moves back.
    """
    action = DealAction.objects.filter(pk=action_id, by=by).first()
    if action is None:
        raise NotFound(_("There is nothing of yours to undo here."))
    undone: set[UUID] = set()
    if action.at > now() - UNDO_FOR:
        _lock(action)
        mine = _within_reach(action, by)
        undone = _undo_moves(action, by, mine) | _undo_changes(action, by, mine)
    if not undone:
        raise Conflict(_("This can no longer be undone: it changed again, or more than an hour passed."))
    return len(undone)


def _lock(action: DealAction) -> None:
    """Lock the deals before they are compared, so that nobody moves one between the look and the write."""
    moved = action.moves.values("deal")
    changed = action.changes.values("deal")
    locked_deals(moved.union(changed).values_list("deal", flat=True), None)


def _within_reach(action: DealAction, by: User) -> set[UUID]:
    """Return the deals that `by` can see, and those that this action gave away."""
    deals = action.moves.values("deal").union(action.changes.values("deal")).values_list("deal", flat=True)
    seen = Deal.objects.visible_to(by).filter(pk__in=list(deals)).values_list("pk", flat=True)
    given = standing(action.changes.filter(field="owner").select_related("deal"))
    return set(seen) | {change.deal_id for change in given}


def _undo_moves(action: DealAction, by: User, mine: set[UUID]) -> set[UUID]:
    rows = action.moves.filter(from_stage__in=OPEN, deal__in=mine).select_related("deal")
    undone = {
        move.deal_id: move
        for move in standing(rows)
        if move.deal.is_open or by.is_manager or move.deal.owner_id == by.pk
    }
    before: dict[str, list[Deal]] = defaultdict(list)
    for move in undone.values():
        before[move.from_stage].append(move.deal)
    for stage, deals in before.items():
        write_moves(deals, Stage(stage), by, reason=_("Undone"))
    _restore([move.deal for move in undone.values()], undone)
    return set(undone)


def _restore(deals: Sequence[Deal], undone: dict[UUID, StageMove]) -> None:
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


def _undo_changes(action: DealAction, by: User, mine: set[UUID]) -> set[UUID]:
    before: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for change in standing(action.changes.filter(deal__in=mine).select_related("deal")):
        if change.deal.is_open or by.is_manager or change.field not in _GUARDED:
            before[change.field, change.old].append(change.deal_id)
    for (field, old), deal_ids in before.items():
        try:
            change_deals(
                deal_ids=deal_ids,
                changes={field: _value(field, old)},
                by=None,
                reason=_("Undone by {person}").format(person=by),
            )
        except Invalid as error:  # the owner was deactivated meanwhile, or the lead was deleted
            raise Conflict(
                _("This can no longer be undone: {reason}").format(reason=error.message)
            ) from error
    return {pk for ids in before.values() for pk in ids}


def _value(field: str, old: str) -> Any:
    if not old and field in _LINKS:
        return None
    return _READ.get(field, str)(old)
