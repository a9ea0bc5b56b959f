"""Charts of the forecast that the server draws as SVG: coordinates, so that the template only places them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from revops.domain.backtest import Figures
from revops.domain.periods import Period
from revops.selectors.forecast_snapshots import DaySnapshot

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 76, 10, 12, 24
STEPS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart: `css` draws it and its mark in the legend."""

    label: str
    css: str
    points: str


@dataclass(frozen=True, slots=True)
class SnapshotChart:
    """The forecast of a period day by day; `band` is the area of the outcome that was expected."""

    lines: Sequence[Line]
    band: str
    grid: Sequence[tuple[float, float]]
    first: date
    last: date
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


@dataclass(frozen=True, slots=True)
class WeekBar:
    """How far off forecasts were so many weeks before the end."""

    weeks: int
    figures: Figures
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ErrorChart:
    """Bars from the earliest week to the last, with lines at shares (0-1) of error."""

    bars: Sequence[WeekBar]
    grid: Sequence[tuple[float, float]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def snapshot_chart(days: Sequence[DaySnapshot], period: Period) -> SnapshotChart | None:
    """From the first snapshot to the last; None with fewer than two."""
    if len(days) < 2:  # noqa: PLR2004 (a line has two ends)
        return None
    most = max(
        float(amount) for day in days for amount in (day.forecast, day.weighted, day.closed, day.high or 0)
    )
    scale = _Scale(days[0].taken_on, min(days[-1].taken_on, period.last), most or 1)
    known = [day for day in days if day.expected is not None]
    lines = [
        Line("Closed", "closed", scale.line([(day.taken_on, day.closed) for day in days])),
        Line("Weighted", "weighted", scale.line([(day.taken_on, day.weighted) for day in days])),
        Line("Expected", "expected", scale.line([(day.taken_on, day.forecast) for day in known])),
    ]
    return SnapshotChart(
        lines=[line for line in lines if line.points],
        band=scale.band(days),
        grid=[(scale.y(most * step / STEPS), most * step / STEPS) for step in range(STEPS + 1)],
        first=scale.first,
        last=scale.last,
    )


def error_chart(weeks: Sequence[tuple[int, Figures]]) -> ErrorChart | None:
    """One bar a week; None while there is nothing to judge."""
    known = [(number, each, each.mape) for number, each in weeks if each.mape is not None]
    if not known:
        return None
    most = max(*(mape for _, _, mape in known), 0.1)
    slot = (WIDTH - LEFT - RIGHT) / len(known)
    tall = HEIGHT - TOP - BOTTOM
    bars = [
        WeekBar(
            weeks=number,
            figures=each,
            x=round(LEFT + place * slot + slot * 0.15, 1),
            y=round(TOP + (1 - mape / most) * tall, 1),
            width=round(slot * 0.7, 1),
            height=round(max(mape / most * tall, 1), 1),
        )
        for place, (number, each, mape) in enumerate(known)
    ]
    grid = [(round(TOP + (1 - step / STEPS) * tall, 1), most * step / STEPS) for step in range(STEPS + 1)]
    return ErrorChart(bars, grid)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and amounts to coordinates."""

    first: date
    last: date
    most: float

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        return round(LEFT + (day - self.first).days / span * (WIDTH - LEFT - RIGHT), 1)

    def y(self, amount: float) -> float:
        return round(TOP + (1 - amount / (self.most or 1)) * (HEIGHT - TOP - BOTTOM), 1)

    def line(self, dots: Sequence[tuple[date, Decimal]]) -> str:
        return " ".join(f"{self.x(day)},{self.y(float(amount))}" for day, amount in dots)

    def band(self, days: Sequence[DaySnapshot]) -> str:
        upper = [(day.taken_on, day.high) for day in days if day.high is not None]
        lower = [(day.taken_on, day.low) for day in days if day.low is not None]
        return f"{self.line(upper)} {self.line(lower[::-1])}".strip()
