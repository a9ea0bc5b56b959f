"""The calibration plot: predicted against actual win rates."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from mauntic.kernel.charts.scale import WIDTH, Scale, upwards
from mauntic.kernel.charts.shapes import (
    Chart,
    Dot,
    Key,
    Label,
    Line,
    grid_of,
    percent_of_width,
    plain,
    points,
)
from mauntic.kernel.charts.words import percent
from scoring.learning.domain.lift import wilson

HEIGHT = 260


def calibration(bands: Sequence[dict[str, Any]]) -> Chart:
    """Draw a dot for each band with its 95% interval, and the diagonal of perfect predictions.

    Args:
        bands: see `scoring.learning.domain.evaluation.Band`.
    """
    intervals = [wilson(band["wins"], band["n"]) for band in bands]
    values = [*(high for _, high in intervals), *(band["promised"] for band in bands)]
    tall = upwards(values, height=HEIGHT)
    wide = Scale(0, tall.ticks[-1], 0, WIDTH)
    dots = [
        Dot(
            percent_of_width(wide.at(band["promised"])),
            plain(tall.y(band["rate"])),
            "main",
            low=plain(tall.y(low)),
            high=plain(tall.y(high)),
        )
        for band, (low, high) in zip(bands, intervals, strict=True)
    ]
    ends = [(wide.at(end), tall.y(end)) for end in (0, tall.ticks[-1])]
    rates = "; ".join(f"{percent(band['promised'])}: {percent(band['rate'])}" for band in bands)
    return Chart(
        alternative=gettext("Predicted and actual win rate of each tenth of the leads. {rates}.").format(
            rates=rates
        ),
        grid=grid_of(tall, [percent(tick) for tick in tall.ticks]),
        foot=plain(tall.foot),
        labels=[
            Label("0%", percent(0), "start"),
            *(Label(percent_of_width(wide.at(tick)), percent(tick)) for tick in tall.ticks[1:-1]),
            Label("100%", percent(tall.ticks[-1]), "end"),
        ],
        lines=[Line(points(ends), "muted", is_dashed=True)],
        dots=dots,
        legend=[
            Key(gettext("Actual, with 95% interval, by predicted"), "main"),
            Key(gettext("Perfect prediction"), "muted", "dashed"),
        ],
        height=HEIGHT,
    )
