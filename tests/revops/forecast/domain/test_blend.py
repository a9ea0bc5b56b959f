"""Which method a forecast believes."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revops.forecast.domain.blend import Part, expected, miss, spread_of, weigh_methods


def test_a_method_that_was_wrong_is_believed_less() -> None:
    amounts = {"naive": 1.0, "mean_of_last_3": 2.0}
    before, after = (
        {part.method: part.weight for part in weigh_methods(amounts, misses)}
        for misses in ({}, {"naive": [miss(300, 100)] * 3, "mean_of_last_3": [0.0] * 3})
    )
    assert after["naive"] < before["naive"] / 5
    assert sum(after.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("outcome", "forecast", "logarithm"),
    [
        (9, 9, 0),
        (99, 49, math.log(2)),
        (49, 99, -math.log(2)),
        (999, 9, math.log(10)),
        (0, 10**6, -math.log(10)),
        (0, 0, 0),
    ],
)
def test_a_miss_is_the_logarithm_of_the_ratio_and_at_most_tenfold(
    outcome: float, forecast: float, logarithm: float
) -> None:
    assert miss(outcome, forecast) == pytest.approx(logarithm)


@pytest.mark.parametrize(
    ("misses", "spread"),
    [
        # The expected 0.3 counts as two forecasts: sqrt((2 * 0.09 + sum of squares) / (2 + n)).
        ([], 0.3),
        ([0.3, -0.3], 0.3),
        ([0.0, 0.0], math.sqrt(0.18 / 4)),
        ([0.6], math.sqrt(0.54 / 3)),
    ],
)
def test_a_spread_begins_as_expected_and_moves_with_each_miss(misses: list[float], spread: float) -> None:
    assert spread_of("naive", misses) == pytest.approx(spread)


def test_beliefs_are_the_inverse_fourth_powers_of_the_spreads() -> None:
    # 0.1 and 0.25: 10,000 and 256.
    parts = weigh_methods({"pipeline": 40.0, "seasonal_naive": 100.0}, {})
    assert [(part.method, part.weight) for part in parts] == [
        ("seasonal_naive", pytest.approx(10_000 / 10_256)),
        ("pipeline", pytest.approx(256 / 10_256)),
    ]
    assert expected(parts) == pytest.approx((10_000 * 100 + 256 * 40) / 10_256)
    assert weigh_methods({}, {}) == []


# How far off each method is expected to be before it has a past of its own.
SPREADS = {
    "naive": 0.3,
    "mean_of_last_3": 0.25,
    "seasonal_naive": 0.1,
    "seasonal_mean": 0.1,
    "pipeline": 0.25,
}


@pytest.mark.parametrize(("method", "spread"), SPREADS.items())
def test_seasonal_methods_start_as_the_surest(method: str, spread: float) -> None:
    assert spread_of(method, []) == pytest.approx(spread)
    # Two misses weigh as much as what was expected.
    assert spread_of(method, [0.5, -0.5]) == pytest.approx(math.sqrt((spread**2 + 0.25) / 2))


def test_a_part_tells_what_its_method_said_and_on_how_much_it_rests() -> None:
    parts = weigh_methods({"naive": 7.0, "seasonal_mean": 9.0}, {"naive": [0.3, 0.3], "pipeline": [1.0]})

    beliefs = 0.3**-4, 0.1**-4
    assert parts == [
        Part("seasonal_mean", 9, pytest.approx(beliefs[1] / sum(beliefs)), pytest.approx(0.1), 0),
        Part("naive", 7, pytest.approx(beliefs[0] / sum(beliefs)), pytest.approx(0.3), 2),
    ]


def test_methods_that_are_believed_alike_keep_their_order() -> None:
    parts = weigh_methods({"pipeline": 1.0, "mean_of_last_3": 2.0}, {})

    assert [part.method for part in parts] == ["pipeline", "mean_of_last_3"]


MISSES = st.lists(st.floats(-2, 2), max_size=8)


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(list(SPREADS)), st.tuples(st.floats(0, 1e9), MISSES), min_size=1))
def test_beliefs_make_a_whole_and_the_expected_amount_lies_among_those_said(said) -> None:
    amounts = {method: amount for method, (amount, _) in said.items()}
    parts = weigh_methods(amounts, {method: misses for method, (_, misses) in said.items()})

    assert sum(part.weight for part in parts) == pytest.approx(1)
    assert [part.spread for part in parts] == sorted(part.spread for part in parts)
    assert min(amounts.values()) * 0.999 <= expected(parts) <= max(amounts.values()) * 1.001


@settings(max_examples=30)
@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_a_miss_has_the_same_size_in_both_directions_and_at_most_that_of_ten_times(one, other) -> None:
    assert miss(one, other) == pytest.approx(-miss(other, one))
    assert abs(miss(one, other)) <= math.log(10)
    assert (miss(one, other) > 0) == (one + 1 > other + 1)
