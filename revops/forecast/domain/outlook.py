"""The outlook of a period on a morning: what is won, what is yet to come, and how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from revops.forecast.domain.backtest.days import trial_days
from revops.forecast.domain.backtest.trials import amounts_of, misses_of, run_trials
from revops.forecast.domain.blend import Part, weigh_methods
from revops.forecast.domain.ledger import LargeRow, Ledger, Owner
from revops.forecast.domain.methods import Chance, Known, OpenDeals, chance_of, pipeline_chance
from revops.forecast.domain.periods import Period
from revops.forecast.domain.simulation import LargeDeal, Outlook, outlook, widened, widening

DRAWN_ONE_BY_ONE = 20


@dataclass(frozen=True, slots=True)
class PeriodOutlook:
    """What is expected of a period; `coverage` is the share (0-1) of `trials` whose outcome lay in the band.

    All of it was known on the morning of `on`. `won` is what was won in the period before.
    """

    on: date
    won: float
    expected: float
    low: float
    high: float
    parts: Sequence[Part]
    coverage: float | None
    trials: int


def outlook_of(
    ledger: Ledger, period: Period, on: date, has: Callable[[Owner], bool]
) -> PeriodOutlook | None:
    """The outlook for the deals of those people; None before there is a whole period to learn from."""
    known = ledger.known(on, has)
    if not known.won.before(period):
        return None
    trials = run_trials(_past(ledger, period, on, has))
    parts = weigh_methods(amounts_of(known, period), misses_of(trials))
    drawn = _drawn(ledger, known, period, parts, has)
    found = widened(drawn, widening([trial.need for trial in trials]))
    inside = [trial.is_inside for trial in trials]
    return PeriodOutlook(
        on=on,
        won=known.won.between(period.first, period.last),
        expected=found.expected,
        low=found.low,
        high=found.high,
        parts=found.parts,
        coverage=sum(inside) / len(inside) if inside else None,
        trials=len(inside),
    )


def at_least(found: PeriodOutlook | None, closed: float) -> PeriodOutlook | None:
    """The outlook when meanwhile so much is closed: what was won since the morning is no longer a chance."""
    if found is None:
        return None
    expected, low, high = (max(amount, closed) for amount in (found.expected, found.low, found.high))
    return replace(found, expected=expected, low=low, high=high)


def days_needed(period: Period, on: date) -> list[date]:
    """The mornings that the ledger must know for the outlook of a period."""
    return [*(day for _, day in trial_days(period, on)), on]


def _past(
    ledger: Ledger, period: Period, on: date, has: Callable[[Owner], bool]
) -> list[tuple[Known, Period, float]]:
    """Earlier periods, as far as they are on record and had one before to learn from."""
    won = ledger.won_until(on, has)
    return [
        (ledger.known(day, has), earlier, won.between(max(day, earlier.first), earlier.last))
        for earlier, day in trial_days(period, on)
        if won.knows(earlier) and ledger.won_until(day, has).before(earlier)
    ]


def _drawn(
    ledger: Ledger, known: Known, period: Period, parts: Sequence[Part], has: Callable[[Owner], bool]
) -> Outlook:
    rows = sorted((row for row in ledger.large_rows.get(known.on, ()) if has(row.owner_id)), key=_by_value)
    large = [
        LargeDeal(row.value, chance_of(known, OpenDeals(row.stage, row.age, 1, row.value, 0), period))
        for row in islice(rows, DRAWN_ONE_BY_ONE)
    ]
    won = known.won.between(period.first, period.last)
    return outlook(won, parts, large, _without(pipeline_chance(known, period), large))


def _by_value(row: LargeRow) -> float:
    return -row.value


def _without(all_: Chance | None, large: Sequence[LargeDeal]) -> Chance | None:
    """What is left of many deals when the large ones are drawn by themselves."""
    if all_ is None:
        return None
    mean = sum(deal.value * deal.chance for deal in large)
    variance = sum(deal.value**2 * deal.chance * (1 - deal.chance) for deal in large)
    return Chance(max(all_.mean - mean, 0), max(all_.variance - variance, 0))
