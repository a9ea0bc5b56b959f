"""Codes of currencies."""

import pytest

from mauntic.kernel.currencies import is_currency, known_currencies


@pytest.mark.parametrize("code", ["EUR", "USD", "CHF", "JPY", "UAH"])
def test_a_code_of_iso_4217_is_a_currency(code):
    assert is_currency(code)


@pytest.mark.parametrize("code", ["eur", "EURO", "€", "EUX", "", "DEM"])
def test_nothing_else_is_one(code):
    assert not is_currency(code)


def test_every_currency_has_three_capital_letters():
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in known_currencies())
