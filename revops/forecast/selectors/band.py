"""Between what a period will end, and how sure that is."""

from dataclasses import dataclass

from revops.deals.selectors.days import today
from revops.forecast.domain.outlook import PeriodOutlook, at_least
from revops.forecast.domain.simulation import CONFIDENCE
from revops.forecast.selectors.outlook import outlook_today
from revops.forecast.selectors.page import Forecast


@dataclass(frozen=True, slots=True)
class Band:
    """The amounts between which a period will end with `confidence` (0-1), and the middle.

    `outlook` tells how they were found. Without it they are what is certain: all that is closed where the
    period is over (confidence 1), or else everything between none and all of the open deals (confidence 0,
    since nothing vouches for the weighted total in the middle).
    """

    low: float
    middle: float
    high: float
    confidence: float
    outlook: PeriodOutlook | None


def band_of(forecast: Forecast) -> Band:
    """The band of a forecast; the outlook behind it is the one of this morning."""
    sums = forecast.total.sums
    closed = float(sums.closed)
    if forecast.period.last < today():
        return Band(closed, closed, closed, 1.0, None)
    outlook = at_least(outlook_today(forecast.period, forecast.owners), closed)
    if outlook is None:
        everything = closed + float(sums.pipeline + sums.best_case + sums.commit)
        return Band(closed, float(sums.weighted), everything, 0.0, None)
    return Band(outlook.low, outlook.expected, outlook.high, CONFIDENCE, outlook)
