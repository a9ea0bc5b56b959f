"""Lines, with what lies under them and a band around them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from mauntic.kernel.charts.scale import HEIGHT, WIDTH, Upwards, across, upwards
from mauntic.kernel.charts.shapes import (
    Area,
    Chart,
    Dot,
    Key,
    Label,
    Line,
    Mark,
    Tone,
    grid_of,
    percent_of_width,
    plain,
    points,
)
from mauntic.kernel.charts.words import compact, range_of

SHORTEST = WIDTH / 60
"""A value between two gaps still draws a line, so that its height can be seen."""


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a line, one for each position; None is a gap."""

    label: str
    tone: Tone
    values: Sequence[float | None]
    is_dashed: bool = False

    @property
    def known(self) -> list[float]:
        """The values without the gaps."""
        return [value for value in self.values if value is not None]


@dataclass(frozen=True, slots=True)
class Band:
    """An area between two values at each position; None is a gap."""

    label: str
    tone: Tone
    low: Sequence[float | None]
    high: Sequence[float | None]


def line_chart(
    *,
    title: str,
    series: Sequence[Series],
    ends: tuple[str, str],
    positions: Sequence[float] = (),
    band: Band | None = None,
    marks: Mapping[float, str] | None = None,
    written: Callable[[float], str] = compact,
    ticks: Mapping[float, str] | None = None,
    at_least: float = 0,
    is_whole: bool = False,
    is_filled: bool = False,
    height: int = HEIGHT,
) -> Chart | None:
    """Draw lines over one scale from 0.

    Args:
        title: what the chart shows; it begins the text alternative.
        series: the lines, the first of them at the bottom.
        ends: the texts under the first and the last position.
        positions: where the values lie, in order, such as the ordinals of days; evenly by default.
        band: an area behind the lines.
        marks: what happened, by position.
        written: writes a value for the grid and the text alternative.
        ticks: the grid lines and their texts where they are given; the last of them ends the scale.
        at_least: a value that the scale reaches in any case.
        is_whole: whether grid lines are at whole numbers only, for counts.
        is_filled: whether the area under the first line is filled, and its last value has a dot.
        height: of the chart, in pixels.

    Returns: the chart; None without a value.
    """
    drawn = [each for each in series if each.known]
    if not drawn:
        return None
    upper = [value for value in (band.high if band else ()) if value is not None]
    tall = upwards(
        [*(value for each in drawn for value in each.known), *upper],
        at_least=at_least,
        ticks=list(ticks or ()),
        is_whole=is_whole,
        height=height,
    )
    where = list(positions) or [float(position) for position in range(len(series[0].values))]
    wide = across(where)
    spread = [wide.at(position) for position in where]
    texts = list(ticks.values()) if ticks else [written(tick) for tick in tall.ticks]
    return Chart(
        alternative=" ".join([f"{title}.", *(_range(each, written) for each in drawn)]),
        grid=grid_of(tall, texts),
        foot=plain(tall.foot),
        labels=[Label("0%", ends[0], "start"), Label("100%", ends[1], "end")],
        areas=[*_band(band, spread, tall), *(_under(drawn[0], spread, tall) if is_filled else ())],
        lines=[line for each in drawn for line in _lines(each, spread, tall)],
        dots=[_last(drawn[0], spread, tall)] if is_filled else [],
        marks=[Mark(percent_of_width(wide.at(position)), text) for position, text in (marks or {}).items()],
        legend=_legend(drawn, band),
        height=height,
    )


def _runs(
    values: Sequence[float | None], spread: Sequence[float], tall: Upwards
) -> Iterator[list[tuple[float, float]]]:
    """The dots of each run of values without a gap; a lone value is drawn out to a line."""
    for is_known, run in groupby(zip(spread, values, strict=True), key=lambda each: each[1] is not None):
        if not is_known:
            continue
        dots = [(x, tall.y(value or 0)) for x, value in run]
        if len(dots) == 1:
            [(x, y)] = dots
            left = min(x, WIDTH - SHORTEST) if len(spread) > 1 else 0
            dots = [(left, y), (left + SHORTEST if len(spread) > 1 else WIDTH, y)]
        yield dots


def _lines(series: Series, spread: Sequence[float], tall: Upwards) -> list[Line]:
    return [Line(points(run), series.tone, series.is_dashed) for run in _runs(series.values, spread, tall)]


def _under(series: Series, spread: Sequence[float], tall: Upwards) -> list[Area]:
    return [
        Area(points([(run[0][0], tall.foot), *run, (run[-1][0], tall.foot)]), series.tone)
        for run in _runs(series.values, spread, tall)
    ]


def _last(series: Series, spread: Sequence[float], tall: Upwards) -> Dot:
    x, value = next(
        (x, value) for x, value in zip(spread[::-1], series.values[::-1], strict=True) if value is not None
    )
    return Dot(percent_of_width(x if len(spread) > 1 else WIDTH), plain(tall.y(value)), series.tone)


def _band(band: Band | None, spread: Sequence[float], tall: Upwards) -> list[Area]:
    """The areas of a band, along its upper edge and back along the lower one, one for each run."""
    if band is None:
        return []
    both = zip(band.low, band.high, strict=True)
    # Where one of the two is missing there is a gap.
    is_known = [low is not None and high is not None for low, high in both]
    low, high = (
        [value if known else None for value, known in zip(values, is_known, strict=True)]
        for values in (band.low, band.high)
    )
    runs = zip(_runs(high, spread, tall), _runs(low, spread, tall), strict=True)
    return [Area(points([*upper, *lower[::-1]]), band.tone) for upper, lower in runs]


def _range(series: Series, written: Callable[[float], str]) -> str:
    known = series.known
    texts = (written(value) for value in (known[0], known[-1], min(known), max(known)))
    return range_of(series.label, *texts)


def _legend(drawn: Sequence[Series], band: Band | None) -> list[Key]:
    """What the lines and the band stand for; nothing where there is one line alone."""
    keys = [Key(each.label, each.tone, "dashed" if each.is_dashed else "line") for each in drawn]
    if band and any(value is not None for value in band.high):
        keys.append(Key(band.label, band.tone, "band"))
    return keys if len(keys) > 1 else []
