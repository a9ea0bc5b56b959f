"""A learned model that anybody can check by hand: whole points per level, and what a total promises."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoring.learning.domain.binning import Between, Binning, Level
from scoring.learning.domain.training_set import TrainingSet

LOWEST, HIGHEST = 0, 100


@dataclass(frozen=True, slots=True)
class Part:
    """A column of the card: its levels with their points, 0 for the level that most rows are at."""

    binning: Binning
    points: tuple[int, ...]

    def worth(self) -> list[tuple[Level, int]]:
        """The levels that give or take points; neighbouring ranges of as many points are one."""
        pairs = zip(self.binning.levels, self.points, strict=True)
        return [(_joined([level for level, _ in run]), points) for points, run in _runs(pairs) if points]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Points of a lead: `base` plus those of its level in each column, kept within 0-100.

    A total promises the probability 1 / (1 + exp(-(intercept + slope * total))).
    """

    base: int
    parts: tuple[Part, ...]
    intercept: float
    slope: float

    def totals(self, leads: TrainingSet) -> list[int]:
        """The total (0-100) of each row."""
        cells = {column.name: column.cells for column in leads.columns}
        sums = [self.base] * len(leads)
        for part in self.parts:
            indices = part.binning.level_indices(cells[part.binning.column])
            for row, index in enumerate(indices):
                sums[row] += 0 if index is None else part.points[index]
        return [min(max(total, LOWEST), HIGHEST) for total in sums]

    def probability(self, total: float) -> float:
        """How likely (0-1) a lead of this total is won."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * total)))

    def probabilities(self, leads: TrainingSet) -> list[float]:
        """How likely each row is won."""
        by_total = {total: self.probability(total) for total in range(LOWEST, HIGHEST + 1)}
        return [by_total[total] for total in self.totals(leads)]


def _runs(pairs: Iterable[tuple[Level, int]]) -> Iterator[tuple[int, list[tuple[Level, int]]]]:
    """Stretches of numbers that are neighbours and worth the same; any other level by itself."""
    for key, run in groupby(enumerate(pairs), key=lambda each: _run_key(each[0], *each[1])):
        yield key[0], [pair for _, pair in run]


def _run_key(number: int, level: Level, points: int) -> tuple[int, int | None]:
    return (points, None) if isinstance(level, Between) else (points, number)


def _joined(levels: Sequence[Level]) -> Level:
    first, last = levels[0], levels[-1]
    return (
        Between(first.low, last.high) if isinstance(first, Between) and isinstance(last, Between) else first
    )


def rounded_card(
    binnings: Sequence[Binning],
    odds: Sequence[Sequence[float]],
    common: Sequence[int],
    intercept: float,
    reach: tuple[float, float],
) -> Scorecard:
    """Whole points from log odds per level.

    `common` names for each column the level that most rows are at, which gets 0 points: the base is the
    lead that has nothing special, and every factor says what it adds or takes. `reach` is the lowest and
    the highest log odds among the training rows; they become 0 and 100 points.
    """
    scale = (HIGHEST - LOWEST) / max(reach[1] - reach[0], 1e-9)
    usual = intercept + sum(each[level] for each, level in zip(odds, common, strict=True))
    parts = tuple(
        Part(binning, tuple(_whole((odd - each[level]) * scale) for odd in each))
        for binning, each, level in zip(binnings, odds, common, strict=True)
    )
    effective = tuple(part for part in parts if any(part.points))
    return Scorecard(_whole((usual - reach[0]) * scale), effective, intercept=reach[0], slope=1 / scale)


def _whole(points: float) -> int:
    """Whole points, at most as many as a factor may have."""
    return round(min(max(points, -HIGHEST), HIGHEST))
