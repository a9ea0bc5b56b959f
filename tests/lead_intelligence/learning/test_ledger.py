"""Past jobs as learning reads them."""

import pytest

from lead_intelligence.learning.domain.ledger import GRID, agrees, bounds, level


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada@x.example", "ada@X.example", True),
        ("a", "b", False),
        (("Django", "Redis"), ("django", "Kafka", "Go"), True),
        (("Django", "Redis"), ("Kafka", "Go"), False),
        (100, 140, True),
        (100, 300, False),
    ],
)
def test_vendors_agree_roughly_on_numbers_and_lists(one, other, same):
    assert agrees(one, other) is same


def test_thresholds_in_use_are_bounds_of_their_own():
    assert bounds([0.75, 0.5]) == (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)


@pytest.mark.parametrize(
    ("confidence", "interval"), [(-0.1, 0), (0.0, 0), (0.49, 0), (0.5, 1), (0.89, 4), (0.9, 5), (1.0, 5)]
)
def test_a_confidence_lies_in_the_interval_that_begins_at_or_below_it(confidence, interval):
    assert level(confidence, GRID) == interval
