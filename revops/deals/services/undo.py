"""Undo what a person did to deals, for an hour."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker.actor import undoing
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict, NotFound
from revops.deals.domain.leaving import changed_since, field_problem, move_problem, return_problem
from revops.deals.domain.moves import UNDO_FOR
from revops.deals.domain.stages import CLOSED, Stage
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.selectors.runs import is_at_work
from revops.deals.selectors.undo import Left, Undone, deals_of, left_words, standing, stands
from revops.deals.services.fields import write_fields
from revops.deals.services.links import lost_links
from revops.deals.services.writing import withdraw_closings, write_moves

_READ: dict[str, Any] = {
    "owner": UUID,
    "contact": UUID,
    "company": UUID,
    "expected_close_on": date.fromisoformat,
    "value": Decimal,
    "probability": Decimal,
}
_LINKS = {"owner", "contact", "company", "expected_close_on"}


@dataclass(slots=True)
class _Undo:
    """An undo at work: the deals that it restored, and why it left others."""

    by: User
    undone: set[UUID] = field(default_factory=set)
    left: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def undo_action(*, action_id: UUID, by: User) -> Undone:
    """Undo the person's own action of the last hour: its moves, then its changes of fields.

    Left alone are deals that moved or changed again since, and those that the person may no longer change:
    only this action's own change of the owner may have taken them away. Closed deals reopen for their owner
    and for managers; their value, currency and owner are undone by managers alone.

    Args:
        action_id: the id of the action.
        by: the user who did it.

    Returns: the number of restored deals, and the deals that were left, each with its reason.

    Raises:
        NotFound: `by` did no such action.
        Conflict: there is nothing left to undo.

    Publishes: `DealStageChanged` for each deal that moves back; as withdrawn, `DealWon` or `DealLost` for
    each that was closed.
    """
    action = action_to_undo(action_id=action_id, by=by)
    done = undo_on(action=action, deal_ids=deals_of(action), by=by)
    if not done.deals:
        raise Conflict(f"{_('Nothing was undone.')} {left_words(done.left, is_undo=True)}".rstrip())
    return done


def action_to_undo(*, action_id: UUID, by: User) -> DealAction:
    """Return an action that the person can still undo.

    Args:
        action_id: the id of the action.
        by: the user who did it.

    Raises:
        NotFound: `by` did no such action.
        Conflict: it is older than an hour, or a worker still does or undoes it.
    """
    # Locked, so that of two requests at once only one starts the undo.
    action = DealAction.objects.select_for_update().filter(pk=action_id, by=by).first()
    if action is None:
        raise NotFound(_("There is nothing of yours to undo here."))
    if now() - action.at >= UNDO_FOR:
        raise Conflict(_("This can no longer be undone: more than an hour passed."))
    if is_at_work(action_id):
        raise Conflict(_("This action is still running. Undo it when it has finished."))
    return action


@transaction.atomic
@undoing()
def undo_on(*, action: DealAction, deal_ids: Collection[UUID], by: User) -> Undone:
    """Undo an action on some of its deals. See `undo_action`.

    Args:
        action: an action of `by`.
        deal_ids: deals of the action.
        by: the user who did it.

    Returns: the number of restored deals, and the deals that were left, each with its reason.

    Publishes: what `undo_action` publishes.
    """
    work = _Undo(by)
    # The leads to restore are locked before the deals, as the order of locks demands.
    leads = action.changes.filter(deal__in=deal_ids, field="contact").exclude(old="")
    list(lock_contacts(UUID(old) for old in leads.values_list("old", flat=True)).values_list("pk"))
    # Locked before they are compared, so that nobody moves one between the look and the write.
    rows = Deal.objects.filter(pk__in=deal_ids).order_by("pk").select_for_update(of=("self",))
    list(rows.values_list("pk"))
    mine = _within_reach(action, deal_ids, by)
    work.left |= dict.fromkeys(set(deal_ids) - mine, "")
    _undo_moves(action, mine, work)
    _undo_changes(action, mine, work)
    return Undone(len(work.undone), _left(work, mine))


def _within_reach(action: DealAction, deal_ids: Collection[UUID], by: User) -> set[UUID]:
    """Return the deals that `by` can see, and those that this action gave away."""
    seen = Deal.objects.visible_to(by).filter(pk__in=deal_ids).values_list("pk", flat=True)
    changes = action.changes.filter(field="owner", deal__in=deal_ids)
    given = standing(changes.select_related("deal"))
    return set(seen) | {change.deal_id for change in given}


def _undo_moves(action: DealAction, mine: set[UUID], work: _Undo) -> None:
    rows = action.moves.filter(deal__in=mine).exclude(from_stage="").select_related("deal")
    moves: dict[UUID, StageMove] = {}
    for move in rows:
        if problem := _move_problem(move, work.by):
            work.left[move.deal_id] = problem
        else:
            moves[move.deal_id] = move
    closings = _closings(moves.values())
    before: dict[tuple[str, str], list[Deal]] = defaultdict(list)
    for move in moves.values():
        closing = closings.get(move.deal_id)
        lost_for = closing.reason if closing and move.from_stage == Stage.CLOSED_LOST else ""
        before[move.from_stage, lost_for].append(move.deal)
    for (stage, lost_for), deals in before.items():
        write_moves(deals, Stage(stage), work.by, reason=lost_for or _("Undone"), is_return=True)
    withdraw_closings(moves.values(), recorded_at=action.at)
    _restore([move.deal for move in moves.values()], moves, closings)
    work.undone |= set(moves)


def _move_problem(move: StageMove, by: User) -> str:
    deal = move.deal
    if not stands(move):
        return changed_since()
    if not deal.is_open:
        return return_problem(deal.stage, may_reopen=by.is_manager or deal.owner_id == by.pk)
    return move_problem(deal.stage, move.from_stage, value=deal.value)


def _closings(moves: Iterable[StageMove]) -> dict[UUID, StageMove]:
    """Return the closings before moves that reopened deals, by deal."""
    ids = [move.deal_id for move in moves if move.from_stage in CLOSED]
    rows = StageMove.objects.filter(deal__in=ids, to_stage__in=CLOSED).order_by("deal", "-at", "-id")
    return {row.deal_id: row for row in rows.distinct("deal")}


def _restore(
    deals: Sequence[Deal], moves: Mapping[UUID, StageMove], closings: Mapping[UUID, StageMove]
) -> None:
    """Restore the time in the stage and the probability: a deal moved by mistake never left its stage."""
    resets = DealChange.objects.filter(
        deal__in=moves, field="probability", at__in={move.at for move in moves.values()}
    )
    before = {(change.deal_id, change.at): Decimal(change.old) for change in resets}
    for deal in deals:
        move, closing = moves[deal.pk], closings.get(deal.pk)
        since = move.at - timedelta(days=float(move.days or 0))
        deal.stage_entered_at = closing.at if closing else since
        deal.closed_at = None if deal.is_open else deal.stage_entered_at
        if deal.is_open:
            deal.probability = before.get((deal.pk, move.at), deal.probability)
    update_rows(Deal.objects, deals, ["stage_entered_at", "closed_at", "probability"])


def _undo_changes(action: DealAction, mine: set[UUID], work: _Undo) -> None:
    rows = list(action.changes.filter(deal__in=mine).select_related("deal"))
    lost = lost_links((change.field, change.old) for change in rows)
    wanted: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for change in rows:
        problem = _change_problem(change, work.by) or lost.get((change.field, change.old), "")
        if problem:
            work.left[change.deal_id] = problem
        else:
            wanted[change.deal_id][change.field] = _value(change.field, change.old)
    deals = {change.deal_id: change.deal for change in rows if change.deal_id in wanted}
    write_fields(list(deals.values()), wanted, by=work.by, reason=_("Undone"))
    work.undone |= set(wanted)


def _change_problem(change: DealChange, by: User) -> str:
    if not stands(change):
        return changed_since()
    old = _value(change.field, change.old)
    return field_problem(change.deal.stage, change.field, old, is_manager=by.is_manager)


def _value(name: str, old: str) -> Any:
    if not old and name in _LINKS:
        return None
    return _READ.get(name, str)(old)


def _left(work: _Undo, mine: set[UUID]) -> list[Left]:
    named = dict(Deal.objects.filter(pk__in=set(work.left) & mine).values_list("pk", "name"))
    found = [Left(named.get(pk, ""), reason) for pk, reason in work.left.items()]
    return sorted(found, key=lambda each: (not each.name, each.name))
