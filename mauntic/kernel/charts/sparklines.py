"""A small line without a scale, for a cell of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from mauntic.kernel.charts.scale import Scale
from mauntic.kernel.charts.shapes import points

WIDTH, HEIGHT, PADDING = 72, 20, 2


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The points of the line; `alternative` is read out in place of it."""

    points: str
    alternative: str
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(values: Sequence[float], *, alternative: str, smallest_range: float = 0) -> Sparkline | None:
    """Draw values evenly from left to right.

    Args:
        values: oldest first; one alone is drawn as a level line.
        alternative: read out in place of the line.
        smallest_range: the least extent of the scale, so that small changes look small.

    Returns: the line; None without values.
    """
    if not values:
        return None
    drawn = list(values) if len(values) > 1 else [values[0]] * 2
    lowest, highest = min(drawn), max(drawn)
    spare = max(smallest_range - (highest - lowest), 0) / 2
    across = Scale(0, len(drawn) - 1, PADDING, WIDTH - PADDING)
    if not highest - lowest and not spare:
        spare = 1.0
    tall = Scale(lowest - spare, highest + spare, HEIGHT - PADDING, PADDING)
    return Sparkline(
        points((across.at(position), tall.at(value)) for position, value in enumerate(drawn)), alternative
    )
