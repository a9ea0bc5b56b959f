"""Amounts of many currencies as one."""

from datetime import date
from decimal import ROUND_UP, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_an_amount_is_rounded_alike_whatever_the_program_around_it_does():
    with localcontext(rounding=ROUND_UP):
        assert RATES.convert(Decimal("0.05"), "EUR") == Decimal("0.06")
        assert RATES.convert(Decimal("0.15"), "EUR") == Decimal("0.16")


def test_amounts_in_the_base_currency_keep_their_fractions():
    assert RATES.total([("USD", Decimal("0.005"))] * 2).amount == Decimal("0.010")


def test_a_rate_of_the_base_itself_is_not_applied():
    odd = Rates("USD", date(2026, 11, 25), {"USD": Decimal(2)})

    assert odd.convert(Decimal(5), "USD") == 5


def test_amounts_that_cancel_out_are_still_told_as_unconverted():
    total = RATES.total([("GBP", Decimal(5)), ("GBP", Decimal(-5))])

    assert total.unconverted == {"GBP": 0}


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["USD", "EUR", "JPY", "GBP"]), st.decimals(-1000, 1000, places=2))))
def test_the_order_of_amounts_does_not_matter_and_none_is_lost(sums):
    total, backwards = RATES.total(sums), RATES.total(sums[::-1])

    assert (total.amount, total.unconverted) == (backwards.amount, backwards.unconverted)
    pounds = [amount for currency, amount in sums if currency == "GBP"]
    assert total.unconverted == ({"GBP": sum(pounds)} if pounds else {})
