from decimal import Decimal

import pytest

from mauntic.kernel.grades import BOUNDS, LETTERS, THRESHOLDS, WARM, grade, tier


@pytest.mark.parametrize(
    ("total", "letter"),
    [
        ("100", "A"),
        ("80", "A"),
        ("79.99", "B"),
        ("60", "B"),
        ("59.99", "C"),
        ("40", "C"),
        ("39.99", "D"),
        ("20", "D"),
        ("19.99", "F"),
        ("0", "F"),
    ],
)
def test_a_grade_begins_at_its_bound(total, letter):
    assert grade(Decimal(total)) == letter


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (100, "hot"),
        (90, "hot"),
        (89.99, "warm"),
        (75, "warm"),
        (74.99, "medium"),
        (50, "medium"),
        (49.99, "cool"),
        (25, "cool"),
        (24.99, "cold"),
        (0, "cold"),
    ],
)
def test_a_tier_begins_at_its_bound(score, word):
    assert tier(score) == word


@pytest.mark.parametrize("of", [grade, tier])
def test_nothing_is_below_zero(of):
    with pytest.raises(StopIteration):
        of(Decimal("-0.01"))


def test_grades_go_from_the_best_to_the_worst_and_each_knows_where_it_begins():
    assert LETTERS == ("A", "B", "C", "D", "F")
    assert BOUNDS == {"A": 80, "B": 60, "C": 40, "D": 20, "F": 0}


def test_a_lead_is_warm_from_an_intent_of_75_and_told_at_each_grade_that_it_reaches():
    assert WARM == 75
    assert THRESHOLDS == (20, 40, 60, 80)
