"""Ways to tell what will yet be won in a period: from what was won before, and from the deals that are open.

Each of them gives the amount from the day `on` to the end of the period, or None while it has too little to
go by. Those that look back take the same days of earlier periods.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from revops.forecast.domain.periods import Period
from revops.forecast.domain.probabilities import WinCurve
from revops.forecast.domain.won import WonByDay

LATEST = 3
MOST_SEASONS = 8


@dataclass(frozen=True, slots=True)
class OpenDeals:
    """Deals of one stage and age: how many, the sum of their values, and the sum of the squares of these."""

    stage: str
    age: int
    count: int
    value: float
    squares: float


@dataclass(frozen=True, slots=True)
class Chance:
    """What may come of many deals taken together: the mean of it, and its variance."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Deals that are not there yet: so many a day, each worth `value` when it is won."""

    per_day: float
    value: float
    curve: WinCurve

    def won_within(self, days: int) -> float:
        """What is won within `days` of deals that begin in them."""
        return self.value * self.per_day * sum(self.curve.won_within(0, left) for left in range(1, days))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known on the morning of `on`, and nothing that happened later."""

    on: date
    won: WonByDay
    open_deals: Sequence[OpenDeals]
    curves: Mapping[str, WinCurve]
    newcomers: Newcomers
    stage_weights: Mapping[str, float]

    def days_left(self, period: Period) -> tuple[int, int]:
        """In how many days what is left of the period begins, and ends."""
        begins = max((period.first - self.on).days, 0)
        return begins, max((period.last - self.on).days + 1, 0)

    def passed(self, period: Period) -> int:
        """How many days of the period are over."""
        return min(max((self.on - period.first).days, 0), period.days)


Method = Callable[[Known, Period], float | None]


def last_period(known: Known, period: Period) -> float | None:
    """As in the last period."""
    return _mean_of(known, period, lambda _: True, 1)


def mean_of_last(known: Known, period: Period) -> float | None:
    """The mean of the last three periods."""
    return _mean_of(known, period, lambda _: True, LATEST)


def last_season(known: Known, period: Period) -> float | None:
    """As in the same month of the previous quarter, or the same quarter of the previous year."""
    return _mean_of(known, period, lambda back: back % period.season == 0, 1)


def mean_of_seasons(known: Known, period: Period) -> float | None:
    """The mean of all periods in the same place of their quarter, or year."""
    return _mean_of(known, period, lambda back: back % period.season == 0, MOST_SEASONS)


def stage_weights(known: Known, period: Period) -> float | None:  # noqa: ARG001 (it weighs all, whatever the period)
    """Every open deal by the fixed weight of its stage, whenever it may close."""
    return sum(deals.value * known.stage_weights[deals.stage] for deals in known.open_deals)


def pipeline(known: Known, period: Period) -> float | None:
    """Open deals by their chance to be won in time, and those that are yet to come."""
    begins, ends = known.days_left(period)
    open_deals = sum(deals.value * chance_of(known, deals, period) for deals in known.open_deals)
    coming = known.newcomers.won_within(ends) - known.newcomers.won_within(begins)
    return (open_deals + coming) or None


def pipeline_chance(known: Known, period: Period) -> Chance | None:
    """What `pipeline` says, with how far that may vary by mere luck; None where it says nothing."""
    mean = pipeline(known, period)
    if mean is None:
        return None
    chances = [(chance_of(known, deals, period), deals) for deals in known.open_deals]
    variance = sum(chance * (1 - chance) * deals.squares for chance, deals in chances)
    coming = max(mean - sum(chance * deals.value for chance, deals in chances), 0)
    # As many as come by chance (Poisson), of sizes that spread as widely as their mean.
    return Chance(mean, variance + 2 * coming * known.newcomers.value)


def chance_of(known: Known, deals: OpenDeals, period: Period) -> float:
    """The chance (0-1) that a deal of these is won in what is left of the period."""
    begins, ends = known.days_left(period)
    curve = known.curves[deals.stage]
    return curve.won_within(deals.age, ends) - curve.won_within(deals.age, begins)


METHODS: Mapping[str, Method] = {
    "naive": last_period,
    "mean_of_last_3": mean_of_last,
    "seasonal_naive": last_season,
    "seasonal_mean": mean_of_seasons,
    "pipeline": pipeline,
}


def _mean_of(known: Known, period: Period, fits: Callable[[int], bool], most: int) -> float | None:
    passed = known.passed(period)
    earlier = [each for back, each in known.won.before(period) if fits(back)][:most]
    return fmean(known.won.of(each, skipping=passed) for each in earlier) if earlier else None
