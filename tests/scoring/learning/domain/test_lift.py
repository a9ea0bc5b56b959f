import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.learning.domain.lift import FEWEST, Lift, measure_lift, wilson

WON, LOST = [True], [False]


def test_lift_is_the_win_rate_of_the_matching_over_that_of_all():
    found = measure_lift([True] * 100 + [False] * 100, WON * 30 + LOST * 70 + WON * 10 + LOST * 90)
    assert (found.lift, found.n, found.wins) == (pytest.approx(1.5), 100, 30)


def test_the_interval_is_that_of_wilson():
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert wilson(0, 50) == pytest.approx((0.0, 0.0713), abs=1e-4)
    assert wilson(50, 50) == pytest.approx((0.9287, 1.0), abs=1e-4)


def test_a_factor_that_all_leads_match_has_a_lift_of_one():
    found = measure_lift([True] * 200, WON * 20 + LOST * 180)
    assert found.lift == 1
    assert not found.is_sure


def test_a_clear_difference_is_sure():
    assert measure_lift([True] * 100 + [False] * 900, WON * 60 + LOST * 40 + WON * 40 + LOST * 860).is_sure
    assert measure_lift([True] * 500 + [False] * 500, LOST * 500 + WON * 400 + LOST * 100).is_sure


def test_too_few_matching_leads_have_no_lift():
    assert measure_lift([True] * 29 + [False] * 71, WON * 50 + LOST * 50) is None
    assert measure_lift([True] * 30 + [False] * 70, WON * 50 + LOST * 50) is not None


def test_without_any_win_there_is_no_lift():
    assert measure_lift([True] * 50, LOST * 50) is None
    assert measure_lift([], []) is None


@pytest.mark.parametrize(
    ("low", "high", "sure"),
    [
        (1.01, 2.0, True),
        (0.2, 0.99, True),
        (1.0, 2.0, False),
        (0.5, 1.0, False),
        (0.9, 1.1, False),
    ],
)
def test_a_lift_is_sure_when_its_whole_interval_is_on_one_side_of_one(low, high, sure):
    assert Lift(1.2, 50, 10, low, high).is_sure is sure


@pytest.mark.parametrize(
    ("wins", "n", "low", "high"),
    [
        # Wilson's interval with z = 1.96, as statistics packages give it.
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (9, 10, 0.5958, 0.9821),
        (0, 1, 0.0, 0.7935),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
    ],
)
def test_the_interval_of_a_rate_is_known_from_textbooks(wins, n, low, high):
    assert wilson(wins, n) == pytest.approx((low, high), abs=1e-4)


def test_the_interval_of_a_lift_is_that_of_the_rate_over_the_rate_of_all():
    found = measure_lift([True] * 100 + [False] * 300, WON * 20 + LOST * 80 + WON * 20 + LOST * 280)
    low, high = wilson(20, 100)
    assert found.lift == pytest.approx(2.0)
    assert (found.low, found.high) == (pytest.approx(low * 10), pytest.approx(high * 10))
    assert found.is_sure


def test_wins_are_those_of_the_leads_that_match():
    matching = [True, False] * 30
    found = measure_lift(matching, [True, False] * 15 + [False, True] * 15)
    assert (found.n, found.wins, found.lift) == (30, 15, pytest.approx(1.0))
    assert FEWEST == 30


def test_leads_that_never_won_have_a_lift_of_zero():
    found = measure_lift([True] * 40 + [False] * 40, LOST * 40 + WON * 40)
    assert (found.lift, found.wins, found.low) == (0.0, 0, 0.0)
    assert found.is_sure


def test_rows_and_outcomes_must_be_of_the_same_leads():
    with pytest.raises(ValueError, match="zip"):
        measure_lift([True] * 40, WON * 41)


@given(st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate_within_0_and_1(counts):
    wins, n = counts
    low, high = wilson(wins, n)
    assert 0 <= low <= wins / n + 1e-12
    assert wins / n - 1e-12 <= high <= 1
    mirrored = wilson(n - wins, n)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)
