import pytest

from scoring.learning.domain.drift import measure_drift


def test_a_base_rate_that_moved_is_told_with_both_rates():
    found = measure_drift(learned=(1_606, 28_831), recent=(123, 500))
    assert found.moved
    assert (round(found.before, 3), found.after, found.n) == (0.056, 0.246, 500)


def test_chance_is_not_drift():
    found = measure_drift(learned=(100, 1_000), recent=(14, 100))
    assert not found.moved


def test_a_fall_is_drift_too():
    assert measure_drift(learned=(300, 1_000), recent=(20, 200)).moved


def test_too_few_recent_outcomes_are_not_judged():
    assert measure_drift(learned=(100, 1_000), recent=(49, 49)) is None
    assert measure_drift(learned=(0, 0), recent=(20, 100)) is None


@pytest.mark.parametrize("wins", [0, 100])
def test_equal_rates_at_the_ends_are_no_drift(wins):
    assert not measure_drift(learned=(wins, 100), recent=(wins, 100)).moved
