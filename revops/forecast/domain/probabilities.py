"""How sure a deal of a stage is to be won, and when: the organization's own history, held by a prior.

A prior counts as `STRENGTH` deals: with as many of one's own, history and prior weigh the same; with ten
times as many, what was expected beforehand hardly matters.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

STRENGTH = 20
# Half of the wins are expected within so many days, until history says when.
PRIOR_DAYS_TO_WIN = 60


@dataclass(frozen=True, slots=True)
class Spell:
    """`count` deals that were open for `days` since they came into a stage, and then were won or lost.

    `won` is None for those of which no end is known yet; they are known for `days`.
    """

    days: int
    won: bool | None
    count: int = 1


@dataclass(frozen=True, slots=True)
class StageProbability:
    """Of `n` deals that were in the stage and are closed, `won` were won. Shares are 0-1."""

    stage: str
    n: int
    won: int
    prior: float
    learned: float


def learned_share(won: int, n: int, prior: float, strength: float = STRENGTH) -> float:
    """The mean of a Beta distribution around `prior` after `won` of `n`."""
    return (strength * prior + won) / (strength + n)


def stage_probability(stage: str, spells: Iterable[Spell], prior: float) -> StageProbability:
    """The share of the closed deals of a stage that were won."""
    ends = Counter[bool | None]()
    for spell in spells:
        ends[spell.won] += spell.count
    n = ends[True] + ends[False]
    return StageProbability(stage, n, ends[True], prior, learned_share(ends[True], n, prior))


class WinCurve:
    """The chance that a deal which has been open for some days is won within some more.

    The cumulative incidence of winning, with losing as the competing end (Aalen and Johansen), so that deals
    still open count for as long as they are known. It is held by an exponential curve up to `prior`.
    """

    def __init__(self, spells: Iterable[Spell], prior: float) -> None:
        self._prior = prior
        lost, won = Counter[int](), Counter[int]()
        leaving = Counter[int]()
        for spell in spells:
            leaving[spell.days] += spell.count
            if spell.won is not None:
                (won if spell.won else lost)[spell.days] += spell.count
        self._days = sorted(leaving)
        gone = [0, *accumulate(leaving[day] for day in self._days)]
        self._at_risk = [gone[-1] - before for before in gone]
        self._open, self._won = self._curves(won, lost)

    def _curves(self, won: Counter[int], lost: Counter[int]) -> tuple[list[float], list[float]]:
        """The share still open, and the share won: before the first of the days, then after each."""
        still_open, is_won = [1.0], [0.0]
        for day, at_risk in zip(self._days, self._at_risk, strict=False):
            is_won.append(is_won[-1] + still_open[-1] * won[day] / at_risk)
            still_open.append(still_open[-1] * (1 - (won[day] + lost[day]) / at_risk))
        return still_open, is_won

    def won_within(self, age: int, days: int) -> float:
        """The chance (0-1) that a deal open since `age` days is won within the next `days`."""
        if days <= 0:
            return 0.0
        now, then = bisect_right(self._days, age), bisect_right(self._days, age + days)
        known, left = self._at_risk[now], self._open[now]
        expected = self._prior * -math.expm1(-days / PRIOR_DAYS_TO_WIN)
        seen = (self._won[then] - self._won[now]) / left if known and left > 0 else 0.0
        return min((STRENGTH * expected + known * seen) / (STRENGTH + known), 1.0)
