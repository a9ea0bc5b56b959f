"""What may come of a period, by drawing it many times over.

Each draw believes one method, by its weight, and is as far off as that method is as a rule. Where the open
deals are believed, the largest of them are won or not one by one, since a single one may decide the period;
the others are taken together.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from revops.forecast.domain.blend import Part, expected
from revops.forecast.domain.methods import Chance

DRAWS = 2_000
CONFIDENCE = 0.8
SEED = 20
_TENTHS, _CONFIDENT = 10, 7
EXPECTED_NEEDS = (0.1, 0.3, 0.55, 0.8, 1.25)
WIDEST = 5.0


@dataclass(frozen=True, slots=True)
class LargeDeal:
    """A deal that is drawn by itself: worth `value` with the chance `chance` (0-1), or nothing."""

    value: float
    chance: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected of a period in all; `CONFIDENCE` of the draws lie between `low` and `high`."""

    expected: float
    low: float
    high: float
    parts: Sequence[Part]


def outlook(won: float, parts: Sequence[Part], large: Sequence[LargeDeal], rest: Chance | None) -> Outlook:
    """The outlook of a period of which `won` is won already; the same input gives the same draws."""
    if not parts:
        return Outlook(won, won, won, parts)
    draw = random.Random(SEED)  # noqa: S311 (chance for a simulation, not for a secret)
    chosen = draw.choices(parts, [part.weight for part in parts], k=DRAWS)
    drawn = [won + _amount(part, large, rest, draw) * math.exp(draw.gauss(0, part.spread)) for part in chosen]
    tenths = quantiles(drawn, n=_TENTHS)
    middle = won + expected(parts)
    return Outlook(middle, min(tenths[0], middle), max(tenths[-1], middle), parts)


def need(found: Outlook, outcome: float) -> float:
    """How many times as wide the band should have been to hold what came; below 1 it did."""
    beside = outcome - found.expected
    room = found.high - found.expected if beside > 0 else found.expected - found.low
    return min(abs(beside) / room, WIDEST) if room > 0 else (WIDEST if beside else 0.0)


def widening(needs: Sequence[float]) -> float:
    """By how much bands are made wider, so that they would have held their share of the outcomes so far.

    Some outcomes as a band of the right width would have them count beforehand. No band is made narrower.
    """
    return max(quantiles([*EXPECTED_NEEDS, *needs], n=_TENTHS, method="inclusive")[_CONFIDENT], 1.0)


def widened(found: Outlook, times: float) -> Outlook:
    """The same outlook with a band that is so many times as wide; nothing comes to less than nothing."""
    low = max(found.expected - (found.expected - found.low) * times, 0)
    return replace(found, low=low, high=found.expected + (found.high - found.expected) * times)


def _amount(part: Part, large: Sequence[LargeDeal], rest: Chance | None, draw: random.Random) -> float:
    if part.method != "pipeline" or rest is None:
        return part.amount
    one_by_one = sum(deal.value for deal in large if draw.random() < deal.chance)
    return one_by_one + max(draw.gauss(rest.mean, math.sqrt(rest.variance)), 0)
