"""Past jobs as learning reads them."""

import pytest

from lead_intelligence.learning.domain.ledger import (
    GRID,
    LISTS_AGREE,
    NUMBERS_AGREE,
    PastCall,
    PastJob,
    agrees,
    bounds,
    level,
)
from lead_intelligence.vendors.domain.outcomes import Outcome


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (2, 3, True),
        (199, 300, False),
        (200, 300, True),
        (0, 0, True),
        (0, 1, False),
        (100, 100, True),
        (100, "100", False),
        (("a", "b"), ("a", "c"), True),
        (("a", "b", "c"), ("a", "d", "e"), False),
        (("a", "b", "c", "d"), ("a",), True),
        (("a", "b", "c", "d"), ("a", "b", "x", "y"), True),
        (("a", "b", "c", "d"), ("a", "w", "x", "y"), False),
        (("Straße",), ("STRASSE",), True),
        (("a", "A"), ("a",), True),
        ((), ("a",), False),
        ((), (), False),
        (("a",), "a", False),
    ],
)
def test_numbers_agree_within_a_third_and_lists_by_half_of_the_shorter(one, other, same):
    assert agrees(one, other) is same
    assert agrees(other, one) is same


def test_half_of_a_list_and_two_thirds_of_a_number_are_enough():
    assert (LISTS_AGREE, NUMBERS_AGREE) == (0.5, 2 / 3)


def test_thresholds_are_suggested_in_steps_of_a_tenth_from_a_half_on():
    assert GRID == (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert bounds([]) == GRID
    assert bounds([0.95, 0.2, 0.95]) == (0.0, 0.2, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@pytest.mark.parametrize(("confidence", "interval"), [(0.2, 0), (0.3, 1), (0.99, 1)])
def test_a_confidence_below_all_bounds_lies_in_the_first_interval(confidence, interval):
    assert level(confidence, (0.25, 0.3)) == interval


def test_a_past_call_brought_and_cost_nothing_unless_it_says_so():
    one, other = (PastCall(slug="a", outcome=Outcome.NOT_FOUND, asked=frozenset()) for _ in range(2))
    assert (one.cost, dict(one.values)) == (0, {})
    assert one.values is not other.values


def test_a_past_job_is_one_in_the_usual_order_of_which_nothing_was_cached_or_judged():
    job = PastJob(fields=(), calls=())
    assert (job.cached, dict(job.proofs), job.explores, job.unable) == ((), {}, False, frozenset())
