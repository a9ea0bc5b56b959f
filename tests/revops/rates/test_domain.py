"""Amounts of many currencies as one."""

from datetime import date
from decimal import Decimal

import pytest

from revops.rates.domain import Rates

RATES = Rates("USD", date(2026, 11, 25), {"EUR": Decimal("1.1"), "JPY": Decimal("0.0065")})


@pytest.mark.parametrize(
    ("amount", "currency", "converted"),
    [
        ("12.345", "USD", "12.345"),
        ("10", "EUR", "11.00"),
        ("1000", "JPY", "6.50"),
        # 0.05 EUR are 0.055 USD and 0.15 EUR are 0.165: a half cent goes to the even one.
        ("0.05", "EUR", "0.06"),
        ("0.15", "EUR", "0.16"),
        ("-0.05", "EUR", "-0.06"),
        ("1", "GBP", None),
    ],
)
def test_an_amount_is_converted_to_the_cent_and_one_without_a_rate_is_not(amount, currency, converted):
    found = RATES.convert(Decimal(amount), currency)

    assert found == (converted and Decimal(converted))


def test_each_amount_is_rounded_before_the_sum():
    # Twice 0.06, and not 0.11.
    assert RATES.total([("EUR", Decimal("0.05"))] * 2).amount == Decimal("0.12")


def test_amounts_without_a_rate_are_summed_by_currency_and_kept_out_of_the_total():
    total = RATES.total(
        [
            ("GBP", Decimal(5)),
            ("USD", Decimal(1)),
            ("GBP", Decimal(2)),
            ("CHF", Decimal(9)),
            ("EUR", Decimal(10)),
        ]
    )

    assert (total.amount, total.currency) == (Decimal(12), "USD")
    assert total.unconverted == {"GBP": Decimal(7), "CHF": Decimal(9)}


def test_the_total_of_nothing_is_zero():
    total = RATES.total([])

    assert (total.amount, total.unconverted) == (Decimal(0), {})
