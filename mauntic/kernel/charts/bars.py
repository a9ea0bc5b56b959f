"""Bars: one series, several beside each other, or several stacked; also a distribution."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mauntic.kernel.charts.scale import HEIGHT, WIDTH, Upwards, upwards
from mauntic.kernel.charts.shapes import Bar, Chart, Key, Label, Tone, grid_of, percent_of_width, plain
from mauntic.kernel.charts.words import compact

GAP = 0.25
"""The share of each position that stays free."""
SHORTEST = 1.0
"""Pixels: whatever is not nothing can be seen."""
MOST_NAMED = 12
"""Bars that the text alternative names one by one; of more it names the highest."""


@dataclass(frozen=True, slots=True)
class BarSeries:
    """The values of bars, one for each position; none is below 0."""

    label: str
    tone: Tone
    values: Sequence[float]


def bar_chart(
    *,
    title: str,
    series: Sequence[BarSeries],
    names: Sequence[str],
    labels: Sequence[str] | tuple[str, str] = (),
    is_stacked: bool = False,
    written: Callable[[float], str] = compact,
    at_least: float = 0,
    is_whole: bool = False,
    height: int = HEIGHT,
) -> Chart | None:
    """Draw bars over one scale from 0.

    Args:
        title: what the chart shows; it begins the text alternative.
        series: the bars of each position, from left to right or from the bottom upwards.
        names: the name of each position, shown in the tooltip of a bar and read out.
        labels: a text under each position, or two under the first and the last; by default the names.
        is_stacked: whether the bars of a position stand on each other.
        written: writes a value for the grid, the titles and the text alternative.
        at_least: a value that the scale reaches in any case.
        is_whole: whether grid lines are at whole numbers only, for counts.
        height: of the chart, in pixels.

    Returns: the chart; None if no value is above 0.
    """
    together = sum if is_stacked else max
    totals = [together(values) for values in zip(*(each.values for each in series), strict=True)]
    if not any(totals):
        return None
    tall = upwards(totals, at_least=at_least, is_whole=is_whole, height=height)
    draw = _stacked if is_stacked else _beside
    rows = [_Row(series, position, name, tall, written) for position, name in enumerate(names)]
    return Chart(
        alternative=f"{title}. {_description(series, names, totals, written)}",
        grid=grid_of(tall, [written(tick) for tick in tall.ticks]),
        foot=plain(tall.foot),
        labels=_labels(list(labels) or list(names), len(names)),
        bars=[bar for row in rows for bar in draw(row)],
        legend=[Key(each.label, each.tone) for each in series] if len(series) > 1 else [],
        height=height,
    )


def _stacked(row: "_Row") -> Iterator[Bar]:
    below = 0.0
    for each, value in row.pairs:
        if value > 0:
            yield row.bar(each, 0, 1, (below, below + value))
        below += value


def _beside(row: "_Row") -> Iterator[Bar]:
    for number, (each, value) in enumerate(row.pairs):
        if value > 0:
            yield row.bar(each, number, len(row.series), (0, value))


@dataclass(frozen=True, slots=True)
class _Row:
    """The bars of one position."""

    series: Sequence[BarSeries]
    position: int
    name: str
    tall: Upwards
    written: Callable[[float], str]

    @property
    def pairs(self) -> list[tuple[BarSeries, float]]:
        return [(each, each.values[self.position]) for each in self.series]

    def bar(self, each: BarSeries, number: int, of: int, span: tuple[float, float]) -> Bar:
        """The bar that is the `number`th `of` so many beside each other, over a span of values."""
        room = WIDTH / len(each.values)
        thick = room * (1 - GAP) / of
        foot = self.tall.y(span[0])
        top = min(self.tall.y(span[1]), foot - SHORTEST)
        value = self.written(span[1] - span[0])
        title = f"{self.name}: {each.label} {value}" if len(self.series) > 1 else f"{self.name}: {value}"
        x = (self.position + GAP / 2) * room + number * thick
        return Bar(plain(x), plain(top), plain(thick), plain(foot - top), each.tone, title)


def _labels(texts: Sequence[str], positions: int) -> list[Label]:
    if len(texts) != positions:
        return [Label("0%", texts[0], "start"), Label("100%", texts[-1], "end")]
    room = WIDTH / positions
    return [Label(percent_of_width((position + 0.5) * room), text) for position, text in enumerate(texts)]


def _description(
    series: Sequence[BarSeries],
    names: Sequence[str],
    totals: Sequence[float],
    written: Callable[[float], str],
) -> str:
    if len(names) <= MOST_NAMED and len(series) == 1:
        pairs = zip(names, series[0].values, strict=True)
        return "; ".join(f"{name}: {written(value)}" for name, value in pairs) + "."
    highest = max(range(len(totals)), key=totals.__getitem__)
    return f"{names[0]} – {names[-1]}. {names[highest]}: {written(totals[highest])}."
