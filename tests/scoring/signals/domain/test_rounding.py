from decimal import Decimal

import pytest

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
