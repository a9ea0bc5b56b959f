"""The calibration plot: what a model promised against what came, as places on a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.domain.lift import wilson

WIDTH, HEIGHT = 420, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 12, 34
# Ends of the scales; the least that everything fits into is taken.
SCALES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
MARKS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """A tenth of the leads; `low` and `high` are the ends of its 95 % interval."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the scale: `x` on the promised one, `y` on the one of what came."""

    share: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The plot; the diagonal from corner to corner is where promises come true."""

    dots: list[Dot]
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def calibration(bands: Sequence[dict[str, Any]]) -> Calibration:
    """The plot of these bands (see `scoring.domain.evaluation.Band`)."""
    intervals = [wilson(band["wins"], band["n"]) for band in bands]
    most = max([high for _, high in intervals] + [band["promised"] for band in bands], default=1.0)
    end = next((scale for scale in SCALES if scale >= most), 1.0)
    dots = [
        Dot(_x(band["promised"] / end), _y(band["rate"] / end), _y(low / end), _y(high / end))
        for band, (low, high) in zip(bands, intervals, strict=True)
    ]
    shares = [end * number / MARKS for number in range(MARKS + 1)]
    return Calibration(dots, [Mark(share, _x(share / end), _y(share / end)) for share in shares])


def _x(part: float) -> float:
    return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)


def _y(part: float) -> float:
    return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)
