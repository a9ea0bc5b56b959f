"""The range in which a period will end, and its confidence."""

from dataclasses import dataclass

from revops.deals.selectors.days import today
from revops.forecast.domain.outlook import PeriodOutlook, at_least
from revops.forecast.domain.simulation import CONFIDENCE
from revops.forecast.selectors.outlook import outlook_today
from revops.forecast.selectors.page import Forecast


@dataclass(frozen=True, slots=True)
class Band:
    """The range in which a period will end with `confidence` (0-1), and its middle.

    `outlook` explains the range. Without it, a finished period has its closed amount (confidence 1), and an
    open one the range from none to all of its open deals, with the weighted total as middle (confidence 0).
    """

    low: float
    middle: float
    high: float
    confidence: float
    outlook: PeriodOutlook | None


def band_of(forecast: Forecast) -> Band:
    """Return the band of a forecast, from the outlook of this morning."""
    sums = forecast.total.sums
    closed = float(sums.closed)
    if forecast.period.last < today():
        return Band(closed, closed, closed, 1.0, None)
    outlook = at_least(outlook_today(forecast.period, forecast.owners), closed)
    if outlook is None:
        everything = closed + float(sums.pipeline + sums.best_case + sums.commit)
        return Band(closed, float(sums.weighted), everything, 0.0, None)
    return Band(outlook.low, outlook.expected, outlook.high, CONFIDENCE, outlook)
