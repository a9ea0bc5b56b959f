"""Where the bars and lines of a chart of hours are, oldest on the left. None is an hour without a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, HEIGHT = 720, 140
LEFT, RIGHT, TOP, BOTTOM = 56, 4, 8, 18
STEPS = (1, 2, 2.5, 5, 10)
LINES = 3
"""Lines of the grid, at most."""
SHORTEST_LINE = 3.0
"""A lone hour still draws a line, so that its height can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour's amount; `kind` counts the series from 1, in the order of stacking."""

    kind: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A run of hours without a gap, as the points of a polyline."""

    kind: int
    points: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """An amount at its height."""

    amount: float
    y: float


@dataclass(frozen=True, slots=True)
class HourChart:
    """A chart's coordinates."""

    bars: Sequence[Bar]
    lines: Sequence[Line]
    grid: Sequence[GridLine]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def bar_chart(*series: Sequence[float], at_least: float = 0) -> HourChart | None:
    """Amounts stacked by hour, the first series at the bottom, on a scale to `at_least` or more.

    None when all are 0.
    """
    totals = [sum(amounts) for amounts in zip(*series, strict=True)]
    if not any(totals):
        return None
    top = _top(max(*totals, at_least))
    room = (WIDTH - LEFT - RIGHT) / len(totals)
    bars, feet = [], [0.0] * len(totals)
    for kind, amounts in enumerate(series, 1):
        for place, amount in enumerate(amounts):
            if amount:
                y, foot = _y(feet[place] + amount, top), _y(feet[place], top)
                x = round(LEFT + place * room, 1)
                bars.append(Bar(kind, x, y, round(room * 0.8, 1), round(foot - y, 1)))
            feet[place] += amount
    return HourChart(bars, [], _grid(top))


def line_chart(*series: Sequence[float | None]) -> HourChart | None:
    """A line for each series, on a scale from 0; None without any figure."""
    known = [value for values in series for value in values if value is not None]
    if not known:
        return None
    top = _top(max(known)) if any(known) else 1.0
    lines = [line for kind, values in enumerate(series, 1) for line in _lines(kind, values, top)]
    return HourChart([], lines, _grid(top))


def _lines(kind: int, values: Sequence[float | None], top: float) -> list[Line]:
    room = (WIDTH - LEFT - RIGHT) / len(values)
    found = []
    for is_known, run in groupby(enumerate(values), key=lambda each: each[1] is not None):
        if is_known:
            dots = [(LEFT + (place + 0.5) * room, _y(value or 0, top)) for place, value in run]
            if len(dots) == 1:
                dots.append((dots[0][0] + SHORTEST_LINE, dots[0][1]))
            found.append(Line(kind, " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)))
    return found


def _grid(top: float) -> list[GridLine]:
    step = _step(top)
    return [GridLine(step * number, _y(step * number, top)) for number in range(round(top / step) + 1)]


def _top(highest: float) -> float:
    """The amount at the chart's upper edge: a whole number of the grid's steps."""
    step = _step(highest)
    return step * -(-highest // step)


def _step(highest: float) -> float:
    power = 1.0
    while power * LINES < highest / 10:
        power *= 10
    while power * LINES > highest:
        power /= 10
    return next(power * step for step in STEPS if power * step * LINES >= highest)


def _y(amount: float, top: float) -> float:
    return round(TOP + (1 - amount / top) * (HEIGHT - TOP - BOTTOM), 1)
