"""Charts that the server draws as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 30, 8, 8, 20
RIGHT_EDGE = WIDTH - RIGHT
FULL_SCORE = 100
GRADE_LINES = (("A", 80), ("B", 60), ("C", 40))


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grade's threshold at a height of the chart."""

    grade: str
    score: int
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day of the chart."""

    label: str
    x: float


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """Coordinates of a line of daily scores, from `first` to `last`."""

    line: str
    area: str
    end_x: float
    end_y: float
    grid: list[GridLine]
    marks: list[Mark]
    first: date
    last: date
    lowest: float
    highest: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT_EDGE
    bottom: int = HEIGHT - BOTTOM


def score_chart(
    scores: Sequence[float], today: date, happened: Mapping[date, str] | None = None
) -> ScoreChart | None:
    """The chart of one score a day, the last of them today's; None without any.

    What `happened` on its days is marked.
    """
    if not scores:
        return None
    # One day alone still draws a line, so that the height can be seen.
    drawn = list(scores) if len(scores) > 1 else [scores[0], scores[0]]
    step = (RIGHT_EDGE - LEFT) / (len(drawn) - 1)
    dots = [(LEFT + place * step, _y(score)) for place, score in enumerate(drawn)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    return ScoreChart(
        line=line,
        area=f"{LEFT},{HEIGHT - BOTTOM} {line} {dots[-1][0]:.1f},{HEIGHT - BOTTOM}",
        end_x=round(dots[-1][0], 1),
        end_y=round(dots[-1][1], 1),
        grid=[GridLine(grade, score, round(_y(score), 1)) for grade, score in GRADE_LINES],
        marks=[
            Mark(label, round(RIGHT_EDGE - (today - day).days * step, 1))
            for day, label in sorted((happened or {}).items())
            if 0 <= (today - day).days < len(scores)
        ],
        first=today - timedelta(days=len(scores) - 1),
        last=today,
        lowest=min(scores),
        highest=max(scores),
    )


def _y(score: float) -> float:
    return TOP + (1 - score / FULL_SCORE) * (HEIGHT - TOP - BOTTOM)
