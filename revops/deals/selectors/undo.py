"""Actions on deals that can be undone, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from revops.deals.domain.moves import UNDO_FOR
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import DealChange, StageMove

Row = TypeVar("Row", StageMove, DealChange)
_LINKS, _NUMBERS = {"owner", "contact", "company"}, {"value", "probability"}


NAMED = 5
"""The deals that a message names at most; others are counted."""


@dataclass(frozen=True, slots=True)
class Left:
    """A deal that an action or undo left as it is, and why. The name is empty if the person cannot see it."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The number of deals that an undo restored, and those that it left as they are."""

    deals: int
    left: Sequence[Left] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """The number of deals that an action changed, the id of the action, and the deals that it left alone."""

    deals: int
    action_id: UUID
    left: Sequence[Left] = ()

    @property
    def undo(self) -> str:
        """The address that undoes the action; empty if it changed nothing."""
        return undo_address(self.action_id) if self.deals else ""


def undo_address(action_id: UUID) -> str:
    """Return the address whose POST undoes an action."""
    return reverse("revops:deals-undo", args=[action_id])


def undo_if_changed(action_id: UUID) -> str:
    """Return the address that undoes an action; empty if it changed nothing."""
    return undo_address(action_id) if DealAction.objects.filter(pk=action_id).exists() else ""


def deals_of(action: DealAction) -> list[UUID]:
    """Return the ids of the deals that an action moved or changed, in their order."""
    ids = action.moves.order_by().values("deal").union(action.changes.order_by().values("deal"))
    return sorted(ids.values_list("deal", flat=True))


def undo_of(row: StageMove | DealChange, user: User) -> str:
    """Return the address that undoes a row of a deal's history; empty if `user` cannot, or it changed since.

    Args:
        row: with its deal and action.
        user: the person who asks. Only the person who did it can undo it, for an hour.
    """
    action = row.action
    if action is None or action.by_id != user.pk or now() - action.at > UNDO_FOR or not stands(row):
        return ""
    return undo_address(action.pk)


def stands(row: StageMove | DealChange) -> bool:
    """Return whether the deal still is as the move or change left it."""
    if isinstance(row, StageMove):
        return row.deal.stage == row.to_stage and row.deal.stage_entered_at == row.at
    present = getattr(row.deal, f"{row.field}_id" if row.field in _LINKS else row.field)
    if row.field in _NUMBERS:
        return Decimal(row.new) == present
    return row.new == ("" if present is None else str(present))


def standing(rows: Iterable[Row]) -> list[Row]:
    """Return the moves or changes whose deals still are as they left them."""
    return [row for row in rows if stands(row)]


def left_words(left: Sequence[Left], count: int | None = None, *, is_undo: bool = False) -> str:
    """Return `Not changed: "Acme" (closed, reopen it first), 3 more.`; empty if no deal was left.

    Args:
        left: the deals that were left as they are; up to `NAMED` are named.
        count: their number, if `left` holds only the first ones.
        is_undo: they were left by an undo.
    """
    total = len(left) if count is None else count
    if not total:
        return ""
    shown = [_left(each) for each in left[:NAMED]]
    if more := total - len(shown):
        shown.append(ngettext("{count} more", "{count} more", more).format(count=number(more)))
    text = _("Not undone: {deals}.") if is_undo else _("Not changed: {deals}.")
    return text.format(deals=", ".join(shown))


def _left(deal: Left) -> str:
    if not deal.name:
        return _("a deal that you can no longer see")
    return _('"{name}" ({reason})').format(name=deal.name, reason=deal.reason)
