"""The chart of the spend per day."""

from django.utils.translation import gettext as _

from lead_intelligence.spending.selectors.report import Spend
from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.shapes import SERIES, Chart, Tone
from mauntic.kernel.display import money, short_day


def spend_chart(spend: Spend) -> Chart | None:
    """Draw the spend of each day, stacked by vendor in the order of their priority.

    Returns: None if nothing was spent.
    """
    days = list(spend.by_day)
    return bar_chart(
        title=_("Spend per day by vendor"),
        series=[
            BarSeries(
                vendor.provider.name,
                _tone(vendor.position),
                [float(amounts[vendor.provider.slug]) for amounts in spend.by_day.values()],
            )
            for vendor in spend.active
        ],
        names=[short_day(day) for day in days],
        labels=(short_day(days[0]), _("today")) if days else (),
        is_stacked=True,
        written=lambda amount: money(amount, "USD"),
    )


def _tone(position: int) -> Tone:
    """Return the color of a vendor, which does not depend on the vendors that are shown."""
    return SERIES[position - 1] if position <= len(SERIES) else "muted"
