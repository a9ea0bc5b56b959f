"""The accuracy of past forecasts."""

from collections import defaultdict
from collections.abc import Sequence

from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.calibration import Calibration, Snapshot, calibrate
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.history import at_present, rows_of
from revops.forecast.selectors.history_sql import NOW, with_amounts
from revops.forecast.selectors.scope import Owners
from revops.forecast.selectors.snapshots import day_snapshots

PERIODS = 8

_CLOSED_BY_MONTH = f"""
    {with_amounts(NOW)}
    SELECT date_trunc('month', period_day)::date AS month, sum(amount) AS amount FROM valued
    WHERE category = 'closed' AND period_day BETWEEN %(first)s AND %(last)s GROUP BY 1
"""  # noqa: S608 (the names are ours)


def calibration_before(period: Period, owners: Owners) -> Calibration:
    """Return the calibration of the last `PERIODS` finished periods before this one, in two queries."""
    periods = _finished(period)
    snapshots = day_snapshots(periods, owners)
    return calibrate(
        [Snapshot(each.period, each.taken_on, float(each.forecast)) for each in snapshots],
        _outcomes(periods, owners),
    )


def _finished(period: Period) -> list[Period]:
    """Return the last finished periods of the same length, the earliest first."""
    on, latest = today(), period.shifted(-1)
    while latest.last >= on:
        latest = latest.shifted(-1)
    return [latest.shifted(-back) for back in reversed(range(PERIODS))]


def _outcomes(periods: Sequence[Period], owners: Owners) -> dict[Period, float]:
    since, _ = periods[0].bounds(organization_zone())
    bounds = {"first": periods[0].first, "last": periods[-1].last}
    by_period = defaultdict[Period, float](float)
    for row in rows_of(_CLOSED_BY_MONTH, at_present(owners, since=since) | bounds):
        month = row["month"]
        in_quarters = periods[0].is_quarter
        period = Period.quarter_of(month) if in_quarters else Period.month_of(month)
        by_period[period] += float(row["amount"] or 0)
    return dict(by_period)
