"""Changes of the win rate since a model learned."""

import math
from dataclasses import dataclass

# The least recent outcomes to judge.
FEWEST = 50
# By chance a rate seems to have moved in one of 1,000 checks: the page checks it often.
CRITICAL = 3.29


@dataclass(frozen=True, slots=True)
class Drift:
    """Win rates (0-1) when the model learned and of the latest `n` outcomes, `z` standard errors apart."""

    before: float
    after: float
    n: int
    z: float

    @property
    def moved(self) -> bool:
        """Return whether the difference is more than chance."""
        return abs(self.z) > CRITICAL


def measure_drift(*, learned: tuple[int, int], recent: tuple[int, int]) -> Drift | None:
    """Compare (wins, outcomes) of the training with recent ones; None if there are too few.

    A two-proportion z-test with the pooled rate.
    """
    (wins_before, n_before), (wins_after, n_after) = learned, recent
    if n_after < FEWEST or not n_before:
        return None
    before, after = wins_before / n_before, wins_after / n_after
    pooled = (wins_before + wins_after) / (n_before + n_after)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    return Drift(before, after, n_after, (after - before) / error if error else 0.0)
