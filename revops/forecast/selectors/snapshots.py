"""Snapshots over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from mauntic.tenants.context import current_organization
from revops.forecast.domain.periods import Period
from revops.forecast.models import ForecastSnapshot
from revops.forecast.selectors.scope import Owners

_AMOUNTS = ("closed", "weighted", "expected", "low", "high")


@dataclass(frozen=True, slots=True)
class DaySnapshot:
    """The forecast of a period on a day. `expected`, `low` and `high` are None where they are unknown.

    The bands of several reps do not add up: `low` and `high` are known for one rep and for the organization.
    """

    period: Period
    taken_on: date
    closed: Decimal
    weighted: Decimal
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None

    @property
    def forecast(self) -> Decimal:
        """The expected amount, or the weighted total if there was too little history."""
        return self.weighted if self.expected is None else self.expected


def day_snapshots(periods: Iterable[Period], owners: Owners) -> Sequence[DaySnapshot]:
    """Return the snapshots of these periods, summed over reps, by day, in one query."""
    by_code = {period.code: period for period in periods}
    rows = _of(owners).filter(period__in=by_code, currency=current_organization().currency)
    grouped = rows.order_by().values("period", "taken_on")
    # A sum is unknown if one of its parts is: SQL would leave it out.
    known = {"people": Count("pk"), "known": Count("expected")}
    found = grouped.annotate(**{f"sum_{name}": Sum(name) for name in _AMOUNTS}, **known)
    return [_day(by_code[row["period"]], row) for row in found.order_by("taken_on", "period")]


def _of(owners: Owners) -> QuerySet[ForecastSnapshot]:
    if owners.ids is None:
        return ForecastSnapshot.objects.filter(rep_id=None)
    return ForecastSnapshot.objects.filter(rep_id__in=owners.ids)


def _day(period: Period, row: Mapping[str, Any]) -> DaySnapshot:
    is_known, is_one = row["known"] == row["people"], row["people"] == 1
    return DaySnapshot(
        period=period,
        taken_on=row["taken_on"],
        closed=row["sum_closed"],
        weighted=row["sum_weighted"],
        expected=row["sum_expected"] if is_known else None,
        low=row["sum_low"] if is_one else None,
        high=row["sum_high"] if is_one else None,
    )
