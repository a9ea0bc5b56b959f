import pytest

from scoring.domain.drift import drift


def test_a_base_rate_that_moved_is_told_with_both_rates():
    found = drift(learned=(1_606, 28_831), recent=(123, 500))
    assert found.moved
    assert str(found) == "The base rate moved from 5.6% to 24.6% over the last 500 outcomes: retrain."


def test_chance_is_not_drift():
    found = drift(learned=(100, 1_000), recent=(14, 100))
    assert not found.moved
    assert str(found) == "14.0% of the last 100 were wins, 10.0% when it learned."


def test_a_fall_is_drift_too():
    assert drift(learned=(300, 1_000), recent=(20, 200)).moved


def test_too_few_recent_outcomes_are_not_judged():
    assert drift(learned=(100, 1_000), recent=(49, 49)) is None
    assert drift(learned=(0, 0), recent=(20, 100)) is None


@pytest.mark.parametrize("wins", [0, 100])
def test_equal_rates_at_the_ends_are_no_drift(wins):
    assert not drift(learned=(wins, 100), recent=(wins, 100)).moved
