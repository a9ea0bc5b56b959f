"""The risks of a forecast."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from mauntic.kernel import clock
from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.alerts import RiskAlert, Risks, find_alerts
from revops.forecast.domain.calibration import Calibration
from revops.forecast.domain.changes import Change, Movement
from revops.forecast.selectors.calibration import calibration_before
from revops.forecast.selectors.history import at_present, changes_since, rows_of
from revops.forecast.selectors.history_sql import NOW, with_amounts
from revops.forecast.selectors.outlook import outlook_today
from revops.forecast.selectors.page import Forecast

WEEK = timedelta(days=7)

_DEALS = f"""
    {with_amounts(NOW)},
    due AS (
        SELECT valued.*, health.level = 'critical' AS is_unhealthy FROM valued
        LEFT JOIN revops_dealhealth AS health ON health.deal_id = valued.id
        WHERE is_open AND category <> 'omitted' AND period_day BETWEEN %(first)s AND %(last)s
    )
    SELECT
        max(amount) FILTER (WHERE category = 'commit') AS largest,
        (array_agg(name ORDER BY amount DESC NULLS LAST, id) FILTER (WHERE category = 'commit'))[1]
            AS largest_name,
        count(*) FILTER (WHERE period_day < %(today)s) AS overdue,
        sum(amount) FILTER (WHERE period_day < %(today)s) AS overdue_amount,
        count(*) FILTER (WHERE is_unhealthy AND category = 'commit') AS unhealthy,
        sum(amount) FILTER (WHERE is_unhealthy AND category = 'commit') AS unhealthy_amount
    FROM due
"""  # noqa: S608 (the names are ours)


def week_of_changes(forecast: Forecast) -> Movement:
    """Return the changes of the open deals of a period within a week."""
    return changes_since(clock.now() - WEEK, period=forecast.period, owners=forecast.owners)


def risk_alerts(
    forecast: Forecast, *, week: Movement | None = None, past: Calibration | None = None
) -> Sequence[RiskAlert]:
    """Return the risk alerts of a forecast, most severe first. `week` and `past` save reading them again."""
    week = week or week_of_changes(forecast)
    past = past or calibration_before(forecast.period, forecast.owners)
    slipped = next((each for each in week.sums if each.change is Change.PUSHED_OUT), None)
    return find_alerts(
        Risks(
            currency=forecast.currency,
            sums=forecast.total.sums,
            quota=forecast.total.target.quota,
            slipped=len(slipped.steps) if slipped else 0,
            slipped_amount=-slipped.amount if slipped else week.then * 0,
            open_before=week.then,
            past=past.figures,
            has_outlook=_is_over(forecast) or outlook_today(forecast.period, forecast.owners) is not None,
            **_deals(forecast),
        )
    )


def _is_over(forecast: Forecast) -> bool:
    return forecast.period.last < today()


def _deals(forecast: Forecast) -> dict[str, Any]:
    """Return the risks that come from deals alone, without empty ones."""
    period = forecast.period
    since, _ = period.bounds(organization_zone())
    days = {"first": period.first, "last": period.last, "today": today()}
    (row,) = rows_of(_DEALS, at_present(forecast.owners, since=since) | days)
    return {name: value for name, value in row.items() if value is not None}
