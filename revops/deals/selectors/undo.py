"""Actions on deals that can be undone, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from revops.deals.domain.moves import UNDO_FOR
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import DealChange, StageMove

Row = TypeVar("Row", StageMove, DealChange)
_LINKS, _NUMBERS = {"owner", "contact", "company"}, {"value", "probability"}


@dataclass(frozen=True, slots=True)
class Done:
    """The number of deals that an action changed, and the id of the action."""

    deals: int
    action_id: UUID

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
