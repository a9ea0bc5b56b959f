"""Where the bars of a chart are: days from left to right, amounts stacked from the bottom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

WIDTH, HEIGHT = 720, 200
"""The bars are stretched to the room that there is; the amounts beside them stand at the same heights."""
TOP, BOTTOM = 10, 2
GAP = 0.25
"""The share of a day's place that stays free."""
STEPS = (1, 2, 5, 10)
LINES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a day: `place` counts the keys from 1, in the order of stacking."""

    key: str
    place: int
    day: date
    amount: Decimal
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class GridLine:
    """An amount at its height."""

    amount: Decimal
    y: float


@dataclass(frozen=True, slots=True)
class StackedBars:
    """The chart. `amounts` of a day are by key, in the order of stacking."""

    bars: Sequence[Bar]
    grid: Sequence[GridLine]
    first: date
    last: date
    width: int = WIDTH
    height: int = HEIGHT
    bottom: int = HEIGHT - BOTTOM


def stacked_bars(days: Mapping[date, Mapping[str, Decimal]]) -> StackedBars | None:
    """The chart of amounts by day (oldest first) and key; None when there is nothing to draw."""
    highest = max((sum(amounts.values(), Decimal(0)) for amounts in days.values()), default=Decimal(0))
    if highest <= 0:
        return None
    step = _step(highest)
    lines = ceil(highest / step)
    top = step * lines
    bars = [
        bar
        for place, (day, amounts) in enumerate(days.items())
        for bar in _stack(place, day, amounts, days, top)
    ]
    grid = [GridLine(step * number, _y(step * number, top)) for number in range(1, lines + 1)]
    return StackedBars(bars, grid, first=min(days), last=max(days))


def _stack(
    place: int, day: date, amounts: Mapping[str, Decimal], days: Mapping[date, object], top: Decimal
) -> list[Bar]:
    room = WIDTH / len(days)
    x, width = round((place + GAP / 2) * room, 1), round(room * (1 - GAP), 1)
    bars, below = [], Decimal(0)
    for number, (key, amount) in enumerate(amounts.items(), 1):
        y, foot = _y(below + amount, top), _y(below, top)
        below += amount
        if amount > 0:
            bars.append(Bar(key, number, day, amount, x, y, width, round(foot - y, 1)))
    return bars


def _y(amount: Decimal, top: Decimal) -> float:
    return round(TOP + float(1 - amount / top) * (HEIGHT - TOP - BOTTOM), 1)


def _step(highest: Decimal) -> Decimal:
    """A round distance of grid lines, so that at most `LINES` of them reach the highest."""
    power = Decimal(10) ** ((highest / LINES).adjusted())
    return next(power * step for step in STEPS if power * step * LINES >= highest)
