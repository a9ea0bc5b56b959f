from decimal import Decimal

import pytest

from mauntic.kernel.grades import grade, tier


@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("100", "A"),
        ("80", "A"),
        ("79.99", "B"),
        ("60", "B"),
        ("40", "C"),
        ("20", "D"),
        ("19.99", "F"),
        ("0", "F"),
    ],
)
def test_a_grade_begins_at_its_bound(total, letter):
    assert grade(Decimal(total)) == letter


@pytest.mark.parametrize(
    ("score", "word"),
    [(90, "hot"), (89.99, "warm"), (75, "warm"), (50, "medium"), (25, "cool"), (24.99, "cold")],
)
def test_a_tier_begins_at_its_bound(score, word):
    assert tier(score) == word
