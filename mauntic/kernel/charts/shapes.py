"""What a chart consists of. Numbers are texts with a point in them, as SVG wants them in every language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mauntic.kernel.charts.scale import HEIGHT, WIDTH, Upwards

Tone = Literal["main", "muted", "good", "bad", "warn", "1", "2", "3", "4", "5", "6", "7", "8"]
"""A color of the palette: a role, or the number of one series among several."""
SERIES: tuple[Tone, ...] = ("1", "2", "3", "4", "5", "6", "7", "8")
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid line at `y` pixels, with the value that it stands for."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text under the chart, at a percentage of its width."""

    x: str
    text: str
    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `title` is shown to who points at it."""

    x: str
    y: str
    width: str
    height: str
    tone: Tone
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline."""

    points: str
    tone: Tone
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon: what lies under a line, or a band."""

    points: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot at a percentage of the width; `low` and `high` are the ends of its interval where it has one."""

    x: str
    y: str
    tone: Tone
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened: a dashed upright line at a percentage of the width, with a text."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    text: str
    tone: Tone
    kind: Literal["line", "dashed", "bar", "band"] = "bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All that `components/charts/chart.html` draws.

    `alternative` is read out in place of the picture. `legend` is empty where there is one series.
    """

    alternative: str
    grid: Sequence[GridLine]
    foot: str
    labels: Sequence[Label] = ()
    areas: Sequence[Area] = ()
    bars: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    dots: Sequence[Dot] = ()
    marks: Sequence[Mark] = ()
    legend: Sequence[Key] = ()
    height: int = HEIGHT


def plain(number: float) -> str:
    """Write a coordinate: `12.5`, `12`."""
    return f"{number:.1f}".removesuffix(".0")


def percent_of_width(position: float) -> str:
    """Write a position across as a percentage, for what is not stretched."""
    return f"{plain(position * 100 / WIDTH)}%"


def points(dots: Iterable[tuple[float, float]]) -> str:
    """Write the dots of a polyline or polygon."""
    return " ".join(f"{plain(x)},{plain(y)}" for x, y in dots)


def grid_of(height: Upwards, written: Sequence[str]) -> list[GridLine]:
    """Return the grid lines of a scale with their written values.

    Args:
        height: the vertical scale.
        written: the text of each tick, in the same order.
    """
    return [GridLine(plain(height.y(tick)), text) for tick, text in zip(height.ticks, written, strict=True)]
