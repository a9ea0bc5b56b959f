"""Amounts and currencies of the rows of a file of deals."""

from datetime import date
from decimal import Decimal

import pytest

from revops.deal_imports.domain.rows import read_lines
from tests.revops.deal_imports.domain.lines import TODAY, line


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1054", "1054"),
        ("1,054.50", "1054.50"),
        ("1.054,50", "1054.50"),
        ("12,5", "12.50"),
        ("", "0"),
        ("1 054", "1054"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert line(value=text).value == Decimal(amount)


@pytest.mark.parametrize(
    ("value", "currency", "kept", "problem"),
    [
        ("€ 2.5M", "", "EUR", None),
        ("£ 1,054.50", "GBP", "GBP", None),
        ("$1,054.50", "", "", None),
        ("€ 54", "USD", "USD", '"€ 54" is in EUR, but the row is in USD.'),
    ],
)
def test_a_value_that_names_its_currency_is_in_it(value, currency, kept, problem):
    read = line(value=value, currency=currency)
    assert (read.currency, read.problems.get("value")) == (kept, problem)


def values_of(*texts: str) -> list[Decimal | str]:
    """The values of a column; a sentence for each that cannot be read."""
    rows = [{"name": "Wire", "stage": "demo", "value": text} for text in texts]
    lines = read_lines(rows, {name: name for name in rows[0]}, today=TODAY)
    return [one.problems.get("value", one.value) for one in lines]


def test_the_whole_column_decides_what_a_separator_means():
    assert values_of("1250,50", "1.250") == [Decimal("1250.50"), Decimal(1250)]
    assert values_of("1,250.50", "1,250", "1.250") == [Decimal("1250.50"), Decimal(1250), Decimal("1.25")]
    assert values_of("1,250", "3,400", "12,000") == [Decimal(1250), Decimal(3400), Decimal(12000)]


def test_amounts_of_both_notations_are_read_and_what_stays_open_is_refused_in_words():
    texts = ("1250,50", "1.250,50", "1250.50", "€ 1.250,50", "1'250.50", "1\u00a0250,50", "1\u202f250,50")
    *read, dotted, comma = values_of(*texts, "1.250", "1,250")
    assert read == [Decimal("1250.50")] * len(texts)
    assert dotted == (
        '"1.250" can mean 1250 or 1.25. Enter 1250 without a separator, or 1.25 with two decimals.'
    )
    assert str(comma).startswith('"1,250" can mean 1250 or 1.25.')


@pytest.mark.parametrize(("text", "is_read"), [("1.234", False), ("1.23", True), ("1,234.50", True)])
def test_an_amount_of_three_decimals_is_no_amount_of_money(text, is_read):
    rows = [{"name": "Wire", "stage": "demo", "value": text}]
    [line] = read_lines(rows, {name: name for name in rows[0]}, today=date(2026, 11, 25))
    assert ("value" not in line.problems) == is_read


@pytest.mark.parametrize(("stage", "is_refused"), [("won", True), ("lost", False), ("demo", False)])
@pytest.mark.parametrize("value", ["", "0", "0.00"])
def test_only_a_won_deal_needs_a_value(stage, is_refused, value):
    found = line(stage=stage, closes="2017-03-01", value=value)

    assert found.problems == ({"value": "Enter a value above 0. Won deals need one."} if is_refused else {})


def test_a_won_deal_whose_value_cannot_be_read_has_that_problem_alone():
    assert line(stage="won", closes="2017-03-01", value="lots").problems == {
        "value": '"lots" is not an amount. Enter one such as 1250000 or 1250.50.'
    }


@pytest.mark.parametrize(
    ("stage", "given", "kept"),
    [
        ("lost", "Price", "Price"),
        ("lost", "", "Imported as lost"),
        ("won", "", ""),
        ("demo", "", ""),
    ],
)
def test_only_a_lost_deal_without_a_reason_gets_one(stage, given, kept):
    assert line(stage=stage, closes="2017-03-01", value="1", lost_reason=given).lost_reason == kept


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.01", "0.01"),
        ("1 054,5", "1054.50"),
        ("2.5M", "2500000.00"),
        ("12.3456", "12.35"),
        # Half a cent goes to the even one.
        ("12.3450", "12.34"),
        ("12.3550", "12.36"),
        ("9999999999999999.99", "9999999999999999.99"),
    ],
)
def test_an_amount_is_kept_to_the_cent(text, value):
    found = line(value=text)

    assert (found.value, found.problems) == (Decimal(value), {})


@pytest.mark.parametrize("text", ["-0.01", "10000000000000000"])
def test_an_amount_below_zero_or_too_large_to_store_is_refused(text):
    assert line(value=text).problems == {"value": "Enter a value of 0 or more, with at most 16 digits."}


@pytest.mark.parametrize(
    ("value", "currency", "kept", "problems"),
    [
        ("54", "usd", "USD", {}),
        ("€ 54", "eur", "EUR", {}),
        ("54 CHF", "", "CHF", {}),
        ("54", "", "", {}),
        (
            "54",
            "EURO",
            "EURO",
            {"currency": '"EURO" is not a currency. Use a code of three letters such as EUR.'},
        ),
        (
            "€ 54",
            "XYQ",
            "XYQ",
            {
                "value": '"€ 54" is in EUR, but the row is in XYQ.',
                "currency": '"XYQ" is not a currency. Use a code of three letters such as EUR.',
            },
        ),
    ],
)
def test_the_currency_is_that_of_its_column_else_that_beside_the_amount(value, currency, kept, problems):
    found = line(value=value, currency=currency)

    assert (found.currency, found.problems) == (kept, problems)


def test_an_amount_below_zero_in_another_currency_is_told_as_below_zero_first():
    assert line(value="€ -5", currency="USD").problems == {
        "value": "Enter a value of 0 or more, with at most 16 digits."
    }
