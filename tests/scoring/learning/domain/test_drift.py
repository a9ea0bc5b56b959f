import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.learning.domain.drift import Drift, measure_drift


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


@pytest.mark.parametrize(
    ("learned", "recent", "z"),
    [
        # Textbook cases of two proportions with the pooled rate.
        ((50, 100), (60, 100), 1.4213),
        ((60, 100), (50, 100), -1.4213),
        ((100, 1_000), (20, 100), 3.0584),
        ((1, 10), (30, 60), 2.3576),
        ((20, 100), (20, 100), 0.0),
    ],
)
def test_the_difference_is_counted_in_standard_errors(learned, recent, z):
    found = measure_drift(learned=learned, recent=recent)
    assert found.z == pytest.approx(z, abs=1e-3)
    assert (found.before, found.after, found.n) == (
        learned[0] / learned[1],
        recent[0] / recent[1],
        recent[1],
    )


@pytest.mark.parametrize(
    ("z", "moved"), [(3.29, False), (3.2901, True), (-3.29, False), (-3.2901, True), (0, False)]
)
def test_a_rate_moved_when_chance_does_so_in_less_than_one_of_a_thousand_checks(z, moved):
    assert Drift(0.1, 0.2, 100, z).moved is moved


@pytest.mark.parametrize(
    ("recent", "judged"), [((0, 49), False), ((0, 50), True), ((10, 50), True), ((0, 0), False)]
)
def test_fifty_recent_outcomes_are_enough(recent, judged):
    assert (measure_drift(learned=(10, 100), recent=recent) is not None) is judged


def test_a_model_that_learned_from_one_outcome_can_be_compared():
    assert measure_drift(learned=(1, 1), recent=(50, 100)) is not None


counts = st.integers(50, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_drift_looks_the_same_from_both_sides(one, other):
    there, back = measure_drift(learned=one, recent=other), measure_drift(learned=other, recent=one)
    assert there.z == pytest.approx(-back.z)
    assert there.moved is back.moved
