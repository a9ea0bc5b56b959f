"""Charts of the distribution of scores and of their change by day."""

from collections.abc import Sequence

from django.utils.translation import gettext

from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.display import number, short_day
from scoring.scores.selectors.distribution import Day

SCORES = {float(score): str(score) for score in (0, 25, 50, 75, 100)}


def distribution_chart(counts: Sequence[tuple[int, int]]) -> Chart | None:
    """Draw the number of leads by tens of points.

    Returns: None without any lead.
    """
    return bar_chart(
        title=gettext("Leads by score, in tens"),
        series=[BarSeries(gettext("Leads"), "main", [count for _, count in counts])],
        names=[str(low) for low, _ in counts],
        written=number,
        is_whole=True,
    )


def mean_chart(days: Sequence[Day]) -> Chart | None:
    """Draw the mean score of each day on the scale of scores.

    Returns: None without any day.
    """
    return line_chart(
        title=gettext("Mean score by day"),
        series=[Series(gettext("Mean score"), "main", [float(each.mean) for each in days])],
        ends=_ends(days),
        ticks=SCORES,
    )


def hot_chart(days: Sequence[Day]) -> Chart | None:
    """Draw the number of hot leads of each day.

    Returns: None without any day.
    """
    return line_chart(
        title=gettext("Hot leads by day"),
        series=[Series(gettext("Hot leads"), "main", [each.hot for each in days])],
        ends=_ends(days),
        is_whole=True,
    )


def _ends(days: Sequence[Day]) -> tuple[str, str]:
    return (short_day(days[0].day), short_day(days[-1].day)) if days else ("", "")
