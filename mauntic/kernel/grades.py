"""Grades of scores, tiers of intent, and thresholds: their one home."""

from decimal import Decimal

# Lower bounds, best first.
GRADES = ((80, "A"), (60, "B"), (40, "C"), (20, "D"), (0, "F"))
TIERS = ((90, "hot"), (75, "warm"), (50, "medium"), (25, "cool"), (0, "cold"))
LETTERS = tuple(letter for _, letter in GRADES)
BOUNDS = {letter: bound for bound, letter in GRADES}
WARM = next(bound for bound, word in TIERS if word == "warm")
"""The intent score from which a lead counts as hot in lists, and is to be reached now."""
THRESHOLDS = (20, 40, 60, 80)
"""Totals whose crossing is told, until an organization sets others."""


def grade(total: Decimal) -> str:
    """The grade A-F of a total of 0-100."""
    return next(letter for bound, letter in GRADES if total >= bound)


def tier(intent_score: Decimal | float) -> str:
    """hot, warm, medium, cool or cold, for an intent score of 0-100."""
    return next(word for bound, word in TIERS if intent_score >= bound)
