"""Charts of the forecast: snapshots day by day, and the error of past forecasts by week."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.lines import Band, Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.charts.words import percent
from mauntic.kernel.display import short_day
from revops.forecast.domain.backtest.trials import Figures
from revops.forecast.selectors.snapshots import DaySnapshot

LEAST_TOP = 0.1
"""The error that the scale reaches in any case, so that small errors look small."""


def snapshot_chart(days: Sequence[DaySnapshot]) -> Chart | None:
    """Draw the forecast of a period day by day, with the band of the expected outcome.

    Returns: None with fewer than two snapshots, since a line has two ends.
    """
    if len(days) < 2:  # noqa: PLR2004 (a line has two ends)
        return None
    expected = [float(day.forecast) if day.expected is not None else None for day in days]
    low, high = [_amount(day.low) for day in days], [_amount(day.high) for day in days]
    return line_chart(
        title=_("Forecast by day"),
        series=[
            Series(_("Closed"), "good", [float(day.closed) for day in days]),
            Series(_("Weighted"), "warn", [float(day.weighted) for day in days], is_dashed=True),
            Series(_("Expected"), "main", expected),
        ],
        band=Band(_("80% band"), "main", low, high),
        positions=[day.taken_on.toordinal() for day in days],
        ends=(short_day(days[0].taken_on), short_day(days[-1].taken_on)),
    )


def error_chart(weeks: Sequence[tuple[int, Figures]]) -> Chart | None:
    """Draw the mean error by weeks before the end of the period.

    Returns: None while there is nothing to judge.
    """
    known = [(number, each.mape) for number, each in weeks if each.mape is not None]
    return bar_chart(
        title=_("Mean error by weeks before the end of the period"),
        series=[BarSeries(_("Error"), "main", [mape for number, mape in known])],
        names=[
            ngettext("{count} week", "{count} weeks", number).format(count=number) for number, mape in known
        ],
        labels=[str(number) for number, mape in known],
        written=percent,
        at_least=LEAST_TOP,
    )


def _amount(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
