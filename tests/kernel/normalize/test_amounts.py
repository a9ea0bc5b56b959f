"""Amounts in the notations of the world."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.normalize.amounts import Notation, currency_of, notation_of, read_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("+5", 5),
        ("-1,250.5", Decimal("-1250.5")),
        ("\u2212 5", None),  # a sign stands at its digits
        ("\u22125", -5),
        ("1 250 000", 1_250_000),
        ("1\u202f250\u00a0000,5", Decimal("1250000.5")),
        ("1’250", 1250),
        ("1_250_000", 1_250_000),
        ("１２５０", 1250),
        ("12,34,567", 1_234_567),
        ("12.34.567", None),
        ("1,25,000", 125_000),
        ("0,5", Decimal("0.5")),
        ("0.5", Decimal("0.5")),
        ("0,375", Decimal("0.375")),
        ("1250.", None),
        (".5", None),
        ("1,250,00", None),
        ("1.250.000", 1_250_000),
        ("1.250,5", Decimal("1250.5")),
        ("1,250.5", Decimal("1250.5")),
        ("01.250", Decimal("1.25")),
        ("5 000 00", None),
        ("9" * 28, Decimal("9" * 28)),
        ("9" * 31, None),
    ],
)
def test_digits_are_read_with_what_parts_them(text, amount):
    if amount is None:
        with pytest.raises(ValueError, match=r"is not an amount\. Enter one such as 1250000 or "):
            read_amount(text)
    else:
        assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5k", 5_000),
        ("5 K", 5_000),
        ("5 tsd", 5_000),
        ("5 thousand", 5_000),
        ("5m", 5_000_000),
        ("5 mn", 5_000_000),
        ("5mm", 5_000_000),
        ("5 Mio", 5_000_000),
        ("5 Mio.", 5_000_000),
        ("5 million", 5_000_000),
        ("5 millions", 5_000_000),
        ("5 Millionen", 5_000_000),
        ("5b", 5_000_000_000),
        ("5 bn", 5_000_000_000),
        ("5 Mrd.", 5_000_000_000),
        ("5 billion", 5_000_000_000),
        ("5 billions", 5_000_000_000),
        ("5 Milliarden", 5_000_000_000),
        ("1.5m", 1_500_000),
        ("1,5 Mio. EUR", 1_500_000),
        ("EUR 1.5m", 1_500_000),
        ("$1.5M USD", 1_500_000),
        ("5 k EUR", 5_000),
    ],
)
def test_a_word_multiplies_its_digits(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["5 k EUR net", "k", "EUR", "5 zillion", "shoes 5", "5 EUR shoes", "five"])
def test_what_has_other_words_is_no_amount(text):
    with pytest.raises(ValueError, match="is not an amount"):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "notation", "amount"),
    [
        ("1.250", Notation.POINT, Decimal("1.25")),
        ("1.250", Notation.COMMA, 1250),
        ("1,250", Notation.POINT, 1250),
        ("1,250", Notation.COMMA, Decimal("1.25")),
        # What can be read in one way only is read so, whatever the column has.
        ("12,50", Notation.POINT, Decimal("12.5")),
        ("12.50", Notation.COMMA, Decimal("12.5")),
        ("1250", Notation.COMMA, 1250),
        ("-1.250", Notation.COMMA, -1250),
        ("1.250k", Notation.POINT, 1250),
    ],
)
def test_the_column_decides_what_can_be_read_in_two_ways(text, notation, amount):
    assert read_amount(text, notation) == amount


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "1.250",
            '"1.250" can mean 1250 or 1.25. Enter 1250 without a separator, or 1.25 with two decimals.',
        ),
        (
            "€ 1,500",
            '"€ 1,500" can mean 1500 or 1.5. Enter 1500 without a separator, or 1.50 with two decimals.',
        ),
        ("  a\n lot ", '"a lot" is not an amount. Enter one such as 1250000 or 1250.50.'),
        ("x" * 80, '"' + "x" * 60 + '" is not an amount. Enter one such as 1250000 or 1250.50.'),
    ],
)
def test_a_refusal_says_what_to_write(text, said):
    with pytest.raises(ValueError, match='"') as refused:
        read_amount(text)
    assert str(refused.value) == said


def test_an_amount_has_at_most_60_characters():
    assert read_amount("5".rjust(60)) == 5
    with pytest.raises(ValueError, match="is not an amount"):
        read_amount("5".rjust(61))


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("€5", "EUR"),
        ("5 £", "GBP"),
        ("₹12,34,567", "INR"),
        ("₺5", "TRY"),
        ("₽5", "RUB"),
        ("₪5", "ILS"),
        ("₩5", "KRW"),
        ("₴5", "UAH"),
        ("US$5", "USD"),
        ("CA$5", "CAD"),
        ("AU$5", "AUD"),
        ("NZ$5", "NZD"),
        ("HK$5", "HKD"),
        ("SG$5", "SGD"),
        ("EUR 5", "EUR"),
        ("5 eur", "EUR"),
        ("€ 5 EUR", "EUR"),
        ("€ 5 USD", ""),
        ("¥5", ""),
        ("5", ""),
        ("5 net", ""),
        ("", ""),
        (f"{'5'.rjust(57)}EUR", "EUR"),
        (f"{'5'.rjust(58)}EUR", ""),
    ],
)
def test_a_sign_or_a_code_tells_the_currency_where_it_is_one(text, currency):
    assert currency_of(text) == currency


@pytest.mark.parametrize(
    ("column", "notation"),
    [
        ([], None),
        (["12,5"], Notation.COMMA),
        (["12.5"], Notation.POINT),
        (["1.250.000"], Notation.COMMA),
        (["1,250,000"], Notation.POINT),
        # Three different amounts with three digits behind a separator: it groups thousands.
        (["1.250", "2.500"], None),
        (["1.250", "2.500", "3.750"], Notation.COMMA),
        (["1,250", "2,500", "3,750"], Notation.POINT),
        (["€ 1.250", "1.250", "1.250 EUR"], None),
        # One amount that is sure outweighs many that are not.
        (["1.250", "2.500", "3.750", "0.5"], Notation.POINT),
        (["12,5", "0.5"], None),
        (["1250", "2500", "3750"], None),
    ],
)
def test_a_column_has_one_notation_or_none(column, notation):
    assert notation_of(column) is notation


@given(st.decimals(0, 10**12, places=2))
def test_both_ways_of_writing_an_amount_mean_the_same(amount):
    with_point = f"{amount:,.2f}"
    with_comma = with_point.translate(str.maketrans(",.", ".,"))

    assert read_amount(with_point) == read_amount(with_comma) == amount
    assert read_amount(f"-{with_point}") == -amount
