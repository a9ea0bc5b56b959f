"""How much more often the leads that a factor applies to were won than leads in general."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Below that, a win rate says more of chance than of the factor.
FEWEST = 30
# Of a normal distribution: 95 % of it is within so many standard deviations.
SURE = 1.959964


@dataclass(frozen=True, slots=True)
class Lift:
    """Win rate of the `n` leads that matched over the win rate of all; 1 when the factor says nothing.

    `low` and `high` are its 95 % interval: Wilson's for the rate of the leads that matched, over the rate
    of all leads, which is taken as known.
    """

    lift: float
    n: int
    wins: int
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval is all above 1, or all below."""
        return self.low > 1 or self.high < 1


def measure_lift(matching: Sequence[bool], outcomes: Sequence[bool]) -> Lift | None:
    """The lift of the rows where `matching` is true; None when they are too few or nobody was won."""
    n, overall = sum(matching), sum(outcomes) / len(outcomes) if outcomes else 0.0
    if n < FEWEST or not overall:
        return None
    wins = sum(won for match, won in zip(matching, outcomes, strict=True) if match)
    low, high = wilson(wins, n)
    return Lift(wins / n / overall, n, wins, low / overall, high / overall)


def wilson(wins: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate (0-1); it stays honest for few rows and for rates near 0 and 1."""
    rate, square = wins / n, SURE**2
    middle = (rate + square / (2 * n)) / (1 + square / n)
    width = SURE * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n)) / (1 + square / n)
    return max(middle - width, 0.0), min(middle + width, 1.0)
