"""Which method a forecast believes."""

import math

import pytest

from revops.forecast.domain.blend import expected, miss, spread_of, weigh_methods


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
