"""Charts of alert delays and response times."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext

from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.display import short_day, span
from scoring.alerts.selectors.delays import Delays

UNITS = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))


def system_chart(days: Sequence[Delays]) -> Chart | None:
    """Draw the delay from the signal to the alert, by day.

    Returns: None without any delay.
    """
    return _chart(
        gettext("Alert delay by day"), [(each.day, each.system_p50, each.system_p95) for each in days]
    )


def human_chart(days: Sequence[Delays]) -> Chart | None:
    """Draw the time from the alert to its acknowledgment, by day.

    Returns: None without any delay.
    """
    return _chart(
        gettext("Response time by day"), [(each.day, each.human_p50, each.human_p95) for each in days]
    )


def _chart(
    title: str, rows: Sequence[tuple[date | None, timedelta | None, timedelta | None]]
) -> Chart | None:
    known = [(day, half, most) for day, half, most in rows if day and half is not None and most is not None]
    if not known:
        return None
    # Grid lines are round in the unit in which the longest delay is written.
    longest = max(most for _, _, most in known)
    unit = next((unit for unit in UNITS if longest >= unit), timedelta(milliseconds=1))
    return line_chart(
        title=title,
        series=[
            Series(gettext("Median"), "main", [half / unit for _, half, _ in known]),
            Series(gettext("95th percentile"), "warn", [most / unit for _, _, most in known]),
        ],
        positions=[day.toordinal() for day, _, _ in known],
        ends=(short_day(known[0][0]), short_day(known[-1][0])),
        written=lambda value: span(value * unit),
    )
