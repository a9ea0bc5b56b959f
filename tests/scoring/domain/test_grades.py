from decimal import Decimal

import pytest

from scoring.domain.grades import Crossing, crossings, grade, tier


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


@pytest.mark.parametrize(
    ("previous", "total", "crossed"),
    [
        (None, "65", [(20, "up"), (40, "up"), (60, "up")]),
        ("19.99", "20", [(20, "up")]),
        ("20", "20", []),
        ("20", "19.99", [(20, "down")]),
        ("85", "35", [(80, "down"), (60, "down"), (40, "down")]),
        ("0", "19.99", []),
    ],
)
def test_thresholds_are_crossed_up_and_down_and_several_at_once(previous, total, crossed):
    before = None if previous is None else Decimal(previous)

    assert crossings(before, Decimal(total)) == [Crossing(*each) for each in crossed]
