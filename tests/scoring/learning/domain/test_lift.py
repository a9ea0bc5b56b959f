import pytest

from scoring.learning.domain.lift import measure_lift, wilson

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
