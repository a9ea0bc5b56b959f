"""The chart of a lead's score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.display import short_day
from mauntic.kernel.grades import BOUNDS

_GRADES: Mapping[float, str] = {BOUNDS[letter]: f"{letter} {BOUNDS[letter]}" for letter in "CBA"}
GRADE_LINES: Mapping[float, str] = {0: "0", **_GRADES, 100: "100"}


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """A line of daily scores, with the ends of its range."""

    drawn: Chart
    lowest: float
    highest: float


def score_chart(
    scores: Sequence[float],
    today: date,
    happened: Mapping[date, str] | None = None,
    *,
    title: str = "Score",
    end: str = "today",
) -> ScoreChart | None:
    """Draw one score a day, the last of them today's.

    Args:
        scores: 0-100, oldest first.
        happened: marks by their day; those outside the line are left out.
        title: of the line, for screen readers.
        end: the label of the last day.

    Returns: None without any score.
    """
    first = today - timedelta(days=len(scores) - 1)
    positions = {day: (day - first).days for day in sorted(happened or {})}
    drawn = line_chart(
        title=title,
        series=[Series(title, "main", scores)],
        ends=(short_day(first), end),
        ticks=GRADE_LINES,
        marks={
            position: (happened or {})[day]
            for day, position in positions.items()
            if 0 <= position < len(scores)
        },
        is_filled=True,
    )
    return ScoreChart(drawn, min(scores), max(scores)) if drawn else None
