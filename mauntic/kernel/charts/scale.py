"""Scales: from values to positions on a chart, with ticks at round values.

The width rule: across, positions run from 0 to `WIDTH` and are stretched to whatever room the page has;
upwards they are pixels. Text is never stretched.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 1000.0
TOP, BOTTOM = 8, 20
"""Pixels above the highest value, for half of its text, and below the lowest, for the texts there."""
HEIGHT = 170
LINES = 4
STEPS = (1, 2, 2.5, 5, 10)
_EXACT = 1e-9
"""Floating-point noise: 0.1 * 3 still fits under 0.3."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from the values `low`-`high` to the positions `start`-`end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the position of a value, to a tenth; the start where the scale has no extent."""
        extent = self.high - self.low
        share = (value - self.low) / extent if extent else 0.0
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True, slots=True)
class Upwards:
    """A scale of amounts from the foot of a chart upwards, and the values at its grid lines."""

    scale: Scale
    ticks: Sequence[float]

    def y(self, value: float) -> float:
        """Return the height of a value in pixels from the upper edge."""
        return self.scale.at(value)

    @property
    def foot(self) -> float:
        """The height of the lowest value."""
        return self.scale.start


def nice_step(highest: float, lines: int = LINES, *, is_whole: bool = False) -> float:
    """Return the least of 1, 2, 2.5 and 5 times a power of ten of which `lines` reach `highest`.

    A whole step is for what can only be counted, such as leads.

    Args:
        highest: the highest value, above 0.
        lines: the number of grid lines above 0.
        is_whole: True for counts, whose grid lines are whole numbers.
    """
    power = 10.0 ** math.floor(math.log10(highest / lines))
    steps = [power * step for step in STEPS if not is_whole or (power * step).is_integer()]
    return next((step for step in steps if step * lines >= highest * (1 - _EXACT)), 1.0)


def nice_ticks(highest: float, lines: int = LINES, *, is_whole: bool = False) -> list[float]:
    """Return round values from 0 to the first that is not below `highest`; 0 and 1 where all are 0.

    Args:
        highest: the highest value.
        lines: the number of grid lines above 0.
        is_whole: True for counts, whose grid lines are whole numbers.
    """
    if highest <= 0:
        return [0.0, 1.0]
    step = nice_step(highest, lines, is_whole=is_whole)
    count = math.ceil(highest / step - _EXACT)
    return [round(step * number, 10) for number in range(count + 1)]


def upwards(
    values: Iterable[float],
    *,
    at_least: float = 0,
    ticks: Sequence[float] = (),
    is_whole: bool = False,
    height: int = HEIGHT,
) -> Upwards:
    """Return the scale from 0 that holds all values.

    Args:
        values: what is drawn.
        at_least: a value that the scale reaches in any case, so that small amounts look small.
        ticks: the grid lines where they are given; the last of them ends the scale.
        is_whole: whether grid lines stand at whole numbers only.
        height: of the whole chart, in pixels.
    """
    lines = list(ticks) or nice_ticks(max(*values, at_least, 0.0), is_whole=is_whole)
    return Upwards(Scale(0.0, lines[-1], height - BOTTOM, TOP), lines)


def across(positions: Sequence[float]) -> Scale:
    """Return the scale from the first of some positions to the last, over the whole width.

    Args:
        positions: ascending.
    """
    return Scale(positions[0], positions[-1], 0.0, WIDTH)
