from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.signals.domain.rounding import clamped, rounded


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("0.005"), "0.01"),
        (Decimal("-0.005"), "-0.01"),
        (Decimal("0.0049"), "0.00"),
        (2.675, "2.68"),  # as a double it is 2.67499999...: its 15 digits say 2.675
        (1.005, "1.01"),
        (0.1 + 0.2, "0.30"),
        (20, "20.00"),
    ],
)
def test_halves_go_away_from_zero_as_in_postgresql(value, expected):
    assert str(rounded(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-0.01", "0.00"), ("0", "0"), ("55.5", "55.5"), ("100", "100"), ("100.01", "100.00")],
)
def test_totals_stay_within_0_and_100(value, expected):
    assert str(clamped(Decimal(value))) == expected


@given(st.decimals(-1000, 1000, places=6))
def test_rounding_moves_a_value_by_at_most_half_a_cent(value):
    found = rounded(value)
    assert abs(found - value) <= Decimal("0.005")
    assert found.as_tuple().exponent == -2


@given(st.decimals(-1000, 1000, places=4))
def test_a_value_and_its_negative_round_alike(value):
    assert rounded(-value) == -rounded(value)


@given(st.decimals(-1000, 1000, places=2))
def test_a_rounded_value_stays_as_it_is(value):
    assert rounded(value) == value
    assert rounded(float(value)) == value
