"""Amounts as they are kept."""

from decimal import Decimal

import pytest

from mauntic.kernel.money import to_amount


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("12", "12.0000"),
        (0.1, "0.1000"),  # as it is written, not as a float holds it
        (Decimal("0.00004"), "0.0000"),
        ("0.00005", "0.0000"),
        ("0.00015", "0.0002"),
        ("0.00025", "0.0002"),
        ("0.000251", "0.0003"),
        ("-0.00015", "-0.0002"),
        (1e-5, "0.0000"),
    ],
)
def test_fractions_of_a_cent_are_kept_to_four_decimals_rounded_half_to_even(value, amount):
    assert str(to_amount(value)) == amount
