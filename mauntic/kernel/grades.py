"""Grades of scores, tiers of intent, and score thresholds."""

from decimal import Decimal

# Lower bounds, best first.
GRADES = ((80, "A"), (60, "B"), (40, "C"), (20, "D"), (0, "F"))
TIERS = ((90, "hot"), (75, "warm"), (50, "medium"), (25, "cool"), (0, "cold"))
LETTERS = tuple(letter for _, letter in GRADES)
BOUNDS = {letter: bound for bound, letter in GRADES}
WARM = next(bound for bound, word in TIERS if word == "warm")
"""The lowest intent score of leads that lists call hot."""
THRESHOLDS = (20, 40, 60, 80)
"""The default totals whose crossing creates an event."""


def grade(total: Decimal) -> str:
    """Return the grade (A to F) of a total of 0-100."""
    return next(letter for bound, letter in GRADES if total >= bound)


def tier(intent_score: Decimal | float) -> str:
    """Return the tier of an intent score of 0-100: hot, warm, medium, cool or cold."""
    return next(word for bound, word in TIERS if intent_score >= bound)
