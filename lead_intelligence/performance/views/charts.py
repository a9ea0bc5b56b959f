"""The charts of a vendor's last hours."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from lead_intelligence.performance.selectors.health import HealthHour
from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.charts.words import percent
from mauntic.kernel.display import moment, number, short_day, span

ALL_CALLS = 1.0
"""The scale of the failure rate reaches at least 100%, so that it looks the same for every vendor."""


def health_charts(hours: Sequence[HealthHour]) -> dict[str, Chart | None]:
    """Draw a chart for each figure of the hours, which come oldest first.

    Returns: the charts by name; None for a figure that has nothing to draw.
    """
    names = [moment(hour.at) for hour in hours]
    ends = (short_day(hours[0].at), _("now"))
    return {
        "calls": bar_chart(
            title=_("Calls"),
            series=[
                BarSeries(_("answered"), "main", [hour.calls - hour.failures for hour in hours]),
                BarSeries(_("failed"), "bad", [hour.failures for hour in hours]),
            ],
            names=names,
            labels=ends,
            is_stacked=True,
            is_whole=True,
            written=number,
        ),
        "failures": bar_chart(
            title=_("Failure rate"),
            series=[BarSeries(_("failed"), "bad", [hour.failure_rate or 0 for hour in hours])],
            names=names,
            labels=ends,
            written=percent,
            at_least=ALL_CALLS,
        ),
        "latency": line_chart(
            title=_("Response time"),
            series=[
                Series(_("median"), "main", [hour.median_ms for hour in hours]),
                Series(_("95th percentile"), "warn", [hour.p95_ms for hour in hours]),
            ],
            ends=ends,
            written=lambda ms: span(timedelta(milliseconds=ms)),
        ),
        "credits": line_chart(
            title=_("Lookups left"),
            series=[Series(_("Lookups left"), "main", [hour.credits_left for hour in hours])],
            ends=ends,
            is_whole=True,
        ),
        "openings": bar_chart(
            title=_("Circuit openings"),
            series=[BarSeries(_("opened"), "bad", [hour.openings for hour in hours])],
            names=names,
            labels=ends,
            is_whole=True,
            written=number,
        ),
    }
