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
from mauntic.kernel.errors import Conflict, NotFound
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
_LINKS = {"owner", "contact", "company", "expected_close_on"}


@transaction.atomic
@undoing()
def undo_action(*, action_id: UUID, by: User) -> int:
    """Undo the person's own action of the last hour: its moves, then its changes of fields.

    Deals that moved or changed again since are left alone. The deals are written without a person, because
    whoever gave a deal away may no longer see it.

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
        undone = _undo_moves(action, by) | _undo_changes(action, by)
    if not undone:
        raise Conflict(_("This can no longer be undone: it changed again, or more than an hour passed."))
    return len(undone)


def _lock(action: DealAction) -> None:
    """Lock the deals before they are compared, so that nobody moves one between the look and the write."""
    moved = action.moves.values("deal")
    changed = action.changes.values("deal")
    locked_deals(moved.union(changed).values_list("deal", flat=True), None)


def _undo_moves(action: DealAction, by: User) -> set[UUID]:
    rows = action.moves.filter(from_stage__in=OPEN).select_related("deal")
    undone = {move.deal_id: move for move in standing(rows)}
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


def _undo_changes(action: DealAction, by: User) -> set[UUID]:
    before: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for change in standing(action.changes.select_related("deal")):
        before[change.field, change.old].append(change.deal_id)
    for (field, old), deal_ids in before.items():
        change_deals(
            deal_ids=deal_ids,
            changes={field: _value(field, old)},
            by=None,
            reason=_("Undone by {person}").format(person=by),
        )
    return {pk for ids in before.values() for pk in ids}


def _value(field: str, old: str) -> Any:
    if not old and field in _LINKS:
        return None
    return _READ.get(field, str)(old)
