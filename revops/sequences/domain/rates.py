"""Rates with what may be said of them: an interval, and whether two variants differ."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Of 95%."""
LEAST = 30
"""Below so many emails a rate says little: its interval is wider than most rates."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with the interval in which it lies with 95%."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Return the share, 0-1."""
        return self.count / self.of if self.of else 0.0

    @property
    def is_early(self) -> bool:
        """Return whether there are too few to say anything."""
        return self.of < LEAST


def rate(count: int, of: int) -> Rate:
    """Return the share of `count` in `of`.

    Source: Wilson's score interval, which holds for few and for shares near 0 (E. B. Wilson, 1927).

    Args:
        count: how many had the outcome; more than `of` count as all.
        of: how many could have it; 0 gives the interval from 0 to 1.
    """
    if of <= 0:
        return Rate(0, 0, 0.0, 1.0)
    hits = min(count, of)
    share, square = hits / of, Z * Z / of
    center = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / of + square / (4 * of))
    return Rate(hits, of, max(center - half, 0.0), min(center + half, 1.0))


def better(first: Rate, second: Rate) -> int:
    """Return 1 if the first rate is surely the higher one, -1 if the second is, 0 if nobody knows.

    The intervals must not overlap, which errs on the side of waiting; and both need enough emails.
    """
    if first.is_early or second.is_early:
        return 0
    return int(first.low > second.high) - int(second.low > first.high)
