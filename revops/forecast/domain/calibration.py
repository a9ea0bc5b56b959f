"""Past forecasts against what came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from revops.forecast.domain.backtest.trials import Figures, figures
from revops.forecast.domain.periods import Period

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was forecast for a period on a day."""

    period: Period
    taken_on: date
    forecast: float

    @property
    def weeks_before(self) -> int:
        """How many whole weeks before the end of the period."""
        return (self.period.last - self.taken_on).days // DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Judged:
    """The last forecast of a week, and what came of the period."""

    period: Period
    weeks_before: int
    forecast: float
    outcome: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far off forecasts were over all, and so many weeks before the end of their period."""

    figures: Figures
    by_week: Sequence[tuple[int, Figures]]
    judged: Sequence[Judged]


def calibrate(snapshots: Iterable[Snapshot], outcomes: dict[Period, float]) -> Calibration:
    """Of each period and week the last forecast counts, so that no day weighs more for being kept twice."""
    latest: dict[tuple[Period, int], Snapshot] = {}
    for snapshot in sorted(snapshots, key=lambda each: each.taken_on):
        if snapshot.taken_on in snapshot.period:
            latest[snapshot.period, snapshot.weeks_before] = snapshot
    judged = [
        Judged(period, weeks, each.forecast, outcomes.get(period, 0.0))
        for (period, weeks), each in sorted(latest.items())
    ]
    return Calibration(figures(_pairs(judged)), _by_week(judged), judged)


def _by_week(judged: Sequence[Judged]) -> list[tuple[int, Figures]]:
    weeks = defaultdict[int, list[Judged]](list)
    for each in judged:
        weeks[each.weeks_before].append(each)
    return [(number, figures(_pairs(weeks[number]))) for number in sorted(weeks, reverse=True)]


def _pairs(judged: Iterable[Judged]) -> Iterable[tuple[float, float]]:
    return ((each.forecast, each.outcome) for each in judged)
