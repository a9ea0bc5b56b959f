"""Past states of deals, rebuilt in memory from their history."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from revops.deals.models.deals import Deal, DealChange, StageMove

_LINKS = ("owner", "contact", "company")
_READ: Mapping[str, Callable[[str], Any]] = {
    "name": str,
    "next_step": str,
    "currency": str,
    "value": Decimal,
    "expected_close_on": date.fromisoformat,
    **dict.fromkeys(_LINKS, UUID),
}
_TEXTS = ("name", "next_step", "currency")


def open_at(deals: QuerySet[Deal], at: datetime) -> QuerySet[Deal]:
    """Return deals that existed at `at` and were not closed before.

    Args:
        deals: the deals to choose from.
        at: a time in the past.
    """
    return deals.filter(Q(closed_at=None) | Q(closed_at__gt=at), created_at__lte=at)


def restore_past(deals: Sequence[Deal], at: datetime) -> None:
    """Set the stage and fields that the deals had at `at`, without saving them. Three queries.

    Args:
        deals: unsaved copies that are changed in place.
        at: the time to restore.
    """
    by_id = {deal.pk: deal for deal in deals}
    for change in _first_after(DealChange.objects.filter(field__in=_READ), by_id, at, "deal", "field"):
        column = f"{change.field}_id" if change.field in _LINKS else change.field
        setattr(by_id[change.deal_id], column, _value(change))
    moved = list(_first_after(StageMove.objects.all(), by_id, at, "deal"))
    entered = _entered([move.deal_id for move in moved], at)
    for move in moved:
        deal = by_id[move.deal_id]
        deal.stage = move.from_stage or move.to_stage
        deal.stage_entered_at = entered.get(deal.pk, deal.created_at)


def _first_after(rows: QuerySet[Any], ids: Mapping[UUID, Deal], at: datetime, *by: str) -> QuerySet[Any]:
    """Return the earliest row after `at` of each `by`; its old value is the one at `at`."""
    return rows.filter(deal__in=ids, at__gt=at).order_by(*by, "at", "id").distinct(*by)


def _entered(deal_ids: Sequence[UUID], at: datetime) -> dict[UUID, datetime]:
    rows = StageMove.objects.filter(deal__in=deal_ids, at__lte=at).order_by("deal", "-at", "-id")
    return dict(rows.distinct("deal").values_list("deal", "at"))


def _value(change: DealChange) -> Any:
    if not change.old and change.field not in _TEXTS:
        return None
    return _READ[change.field](change.old)
