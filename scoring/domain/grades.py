"""Words for numbers: grades of totals, tiers of intent, thresholds."""

from dataclasses import dataclass
from decimal import Decimal

# Lower bounds, best first.
GRADES = ((80, "A"), (60, "B"), (40, "C"), (20, "D"), (0, "F"))
TIERS = ((90, "hot"), (75, "warm"), (50, "medium"), (25, "cool"), (0, "cold"))
THRESHOLDS = (20, 40, 60, 80)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A total that passed a threshold; `direction` is up or down."""

    threshold: int
    direction: str


def grade(total: Decimal) -> str:
    """The grade A-F of a total of 0-100."""
    return next(letter for bound, letter in GRADES if total >= bound)


def tier(intent_score: Decimal | float) -> str:
    """hot, warm, medium, cool or cold, for an intent score of 0-100."""
    return next(word for bound, word in TIERS if intent_score >= bound)


def crossings(previous: Decimal | None, total: Decimal) -> list[Crossing]:
    """Thresholds between two totals, in the order in which they were passed.

    Reaching a threshold is passing it upwards, falling below it is passing it downwards. A first score comes
    from 0.
    """
    before = previous or Decimal(0)
    if total >= before:
        return [Crossing(bound, "up") for bound in THRESHOLDS if before < bound <= total]
    return [Crossing(bound, "down") for bound in reversed(THRESHOLDS) if total < bound <= before]
