"""Whether leads are won as often as when the model learned."""

import math
from dataclasses import dataclass

# Fewer recent outcomes than that are not judged.
FEWEST = 50
# By chance alone a rate seems to have moved in one of a thousand looks: the page is looked at often.
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
        """Whether that is more than chance."""
        return abs(self.z) > CRITICAL

    def __str__(self) -> str:
        if not self.moved:
            return f"{self.after:.1%} of the last {self.n:,} were wins, {self.before:.1%} when it learned."
        return (
            f"The base rate moved from {self.before:.1%} to {self.after:.1%} "
            f"over the last {self.n:,} outcomes: retrain."
        )


def drift(*, learned: tuple[int, int], recent: tuple[int, int]) -> Drift | None:
    """Compares (wins, outcomes) when it learned with the recent ones; None while those are too few.

    A two-proportion z-test with the pooled rate.
    """
    (wins_before, n_before), (wins_after, n_after) = learned, recent
    if n_after < FEWEST or not n_before:
        return None
    before, after = wins_before / n_before, wins_after / n_after
    pooled = (wins_before + wins_after) / (n_before + n_after)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    return Drift(before, after, n_after, (after - before) / error if error else 0.0)
