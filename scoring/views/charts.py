"""Charts of scores that the server draws as SVG: coordinates, so that the template only places them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.domain.preview import Bin

WIDTH, HEIGHT = 360, 140
TOP, BOTTOM = 6, 18
GAP = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `css` says what it stands for, `title` is read out."""

    x: float
    y: float
    width: float
    height: float
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from left to right, and the labels below them."""

    bars: Sequence[Bar]
    labels: Sequence[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    bottom: int = HEIGHT - BOTTOM


def paired_bars(bins: Sequence[Bin]) -> Bars:
    """Two bars per bin, today's and the draft's, on one scale."""
    most = max((max(each.before, each.after) for each in bins), default=0) or 1
    slot = WIDTH / max(len(bins), 1)
    labels = [(place * slot, str(each.low)) for place, each in enumerate(bins)]
    return Bars(list(_pairs(bins, most, slot)), labels)


def _pairs(bins: Sequence[Bin], most: int, slot: float) -> Iterator[Bar]:
    thick = (slot - GAP) / 2
    for place, each in enumerate(bins):
        name, left = f"{each.low} to {each.high}", place * slot
        yield _bar(left, thick, each.before / most, "bar-today", f"{name}: {each.before:,} today")
        title = f"{name}: {each.after:,} with the draft"
        yield _bar(left + thick, thick, each.after / most, "bar-draft", title)


def single_bars(counts: Sequence[tuple[str, int]]) -> Bars:
    """One bar per (label, count)."""
    most = max((count for _, count in counts), default=0) or 1
    slot = WIDTH / max(len(counts), 1)
    bars = [
        _bar(place * slot, slot - GAP, count / most, "bar-draft", f"{label}: {count:,}")
        for place, (label, count) in enumerate(counts)
    ]
    return Bars(bars, [(place * slot, label) for place, (label, _) in enumerate(counts)])


def _bar(x: float, width: float, part: float, css: str, title: str) -> Bar:
    """A bar that fills `part` (0-1) of the height; whatever is not nothing can be seen."""
    height = max(part * (HEIGHT - TOP - BOTTOM), 1.0 if part else 0.0)
    return Bar(round(x, 1), round(HEIGHT - BOTTOM - height, 1), round(width, 1), round(height, 1), css, title)


def line(values: Sequence[float], *, most: float) -> str:
    """The points of a line over the whole width, on a scale from 0 to `most`; empty without values."""
    drawn = [*values, *values] if len(values) == 1 else values
    step = WIDTH / max(len(drawn) - 1, 1)
    tall = HEIGHT - TOP - BOTTOM
    dots = ((place * step, TOP + (1 - value / (most or 1)) * tall) for place, value in enumerate(drawn))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
