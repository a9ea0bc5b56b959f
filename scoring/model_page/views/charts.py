"""The chart of leads by score, today and with the draft."""

from collections.abc import Sequence

from django.utils.translation import gettext

from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.display import number
from scoring.preview.domain import Bin


def paired_bars(bins: Sequence[Bin]) -> Chart | None:
    """Draw two bars per bin, today's and the draft's, on one scale.

    Returns: None without any lead.
    """
    return bar_chart(
        title=gettext("Leads by score, today and with the draft"),
        series=[
            BarSeries(gettext("today"), "muted", [each.before for each in bins]),
            BarSeries(gettext("draft"), "main", [each.after for each in bins]),
        ],
        names=[f"{each.low}–{each.high}" for each in bins],
        labels=[str(each.low) for each in bins],
        written=number,
        is_whole=True,
    )
