"""Counts of activities and changes of deals, as known at a given time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, Exists, F, Max, Min, OuterRef, Q
from django.db.models.functions import Cast

from revops.activities.models import Activity, ActivityType
from revops.deals.models.deals import Deal, DealChange

_TALKS = (ActivityType.MEETING, ActivityType.DEMO)
_AMOUNT: "DecimalField[Any, Decimal]" = DecimalField(max_digits=18, decimal_places=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Counts with the names of `DealFacts`."""

    last_touch_at: datetime | None = None
    planned: int = 0
    overdue: int = 0
    overdue_since: datetime | None = None
    meeting_at: datetime | None = None
    slips: int = 0
    first_close_on: date | None = None
    highest_value: Decimal | None = None


def sums_of(deals: Sequence[Deal], at: datetime) -> Mapping[UUID, Sums]:
    """Return the counts by deal, in three queries.

    Args:
        deals: the deals to count for.
        at: later activities and changes are left out.
    """
    ids = [deal.pk for deal in deals]
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for row in [*_activities(ids, at), *_slips(ids, at), *_values(ids, at)]:
        found[row["deal"]] |= row
    return {deal_id: _sums(found[deal_id]) for deal_id in ids}


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(**{name: value for name, value in row.items() if name != "deal"})


def _activities(ids: Sequence[UUID], at: datetime) -> Iterable[Mapping[str, Any]]:
    is_open = (Q(completed_at=None) | Q(completed_at__gt=at)) & Q(due_at__isnull=False)
    is_late, is_ahead = is_open & Q(due_at__lt=at), is_open & Q(due_at__gte=at)
    rows = Activity.objects.filter(deal__in=ids, created_at__lte=at).order_by().values("deal")
    return rows.annotate(
        last_touch_at=Max("completed_at", filter=Q(completed_at__lte=at)),
        planned=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_late),
        overdue_since=Min("due_at", filter=is_late),
        meeting_at=Min("due_at", filter=is_ahead & Q(type__in=_TALKS)),
    )


def _slips(ids: Sequence[UUID], at: datetime) -> Iterable[Mapping[str, Any]]:
    # ISO dates sort as texts.
    rows = DealChange.objects.filter(deal__in=ids, field="expected_close_on", at__lte=at).exclude(old="")
    counts = (
        rows.order_by()
        .values("deal")
        .annotate(slips=Count("pk", filter=Q(new__gt=F("old"))), first_close_on=Min("old"))
    )
    return [{**row, "first_close_on": date.fromisoformat(row["first_close_on"])} for row in counts]


def _values(ids: Sequence[UUID], at: datetime) -> Iterable[Mapping[str, Any]]:
    """Return the highest value of each deal since its currency last changed."""
    revalued = DealChange.objects.filter(
        deal=OuterRef("deal"), field="currency", at__gte=OuterRef("at"), at__lte=at
    )
    rows = DealChange.objects.filter(~Exists(revalued), deal__in=ids, field="value", at__lte=at)
    return rows.order_by().values("deal").annotate(highest_value=Max(Cast("old", _AMOUNT)))
