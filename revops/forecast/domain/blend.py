"""Which method to believe: each by how far off it was before, in the organization's own past.

A method starts with a spread that is expected of it, counted as `STRENGTH` earlier forecasts, and every
forecast whose outcome is known moves that. Sales run in seasons until history says otherwise, so the seasonal
methods start as the surest. No outcome of a period is looked at before the period is over.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STRENGTH = 2
# Spreads of the logarithm of outcome to forecast: 0.1 is 10 % off, as a rule.
EXPECTED_SPREADS = {
    "naive": 0.3,
    "mean_of_last_3": 0.25,
    "seasonal_naive": 0.1,
    "seasonal_mean": 0.1,
    "pipeline": 0.25,
}
# By weights as the inverse of the squared variance the best of them lead clearly.
SHARPNESS = 4
# A forecast that is more than ten times off is as bad as one that is ten times off.
WORST = math.log(10)


@dataclass(frozen=True, slots=True)
class Part:
    """What one method says, how much it is believed (0-1), and its spread over `n` earlier forecasts."""

    method: str
    amount: float
    weight: float
    spread: float
    n: int


def miss(outcome: float, forecast: float) -> float:
    """By how much an outcome was above (or below) its forecast, as a logarithm."""
    return max(-WORST, min(math.log((outcome + 1) / (forecast + 1)), WORST))


def spread_of(method: str, misses: Sequence[float]) -> float:
    """How far off a method is as a rule."""
    squares = STRENGTH * EXPECTED_SPREADS[method] ** 2 + sum(each * each for each in misses)
    return math.sqrt(squares / (STRENGTH + len(misses)))


def weigh_methods(amounts: Mapping[str, float], misses: Mapping[str, Sequence[float]]) -> list[Part]:
    """The methods that say something, the most believed first."""
    spreads = {method: spread_of(method, misses.get(method, ())) for method in amounts}
    beliefs = {method: spread**-SHARPNESS for method, spread in spreads.items()}
    whole = sum(beliefs.values())
    parts = [
        Part(method, amount, beliefs[method] / whole, spreads[method], len(misses.get(method, ())))
        for method, amount in amounts.items()
    ]
    return sorted(parts, key=lambda part: -part.weight)


def expected(parts: Sequence[Part]) -> float:
    """What the methods say together."""
    return sum(part.weight * part.amount for part in parts)
