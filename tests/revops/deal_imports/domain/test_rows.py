"""The cells of a row, read as a deal."""

from datetime import date
from decimal import Decimal

import pytest

from revops.deal_imports.domain.rows import DealLine, read_lines

TODAY = date(2026, 11, 25)


def line(**cells: str) -> DealLine:
    given = {"name": "Wire", "stage": "demo"} | cells
    (read,) = read_lines([given], {name: name for name in given}, today=TODAY)
    return read


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
        "“1.250” can mean 1250 or 1.25. Write 1250 without a separator, or 1.25 with two decimals."
    )
    assert str(comma).startswith("“1,250” can mean 1250 or 1.25.")


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Closed Won", "closed_won"),
        ("won", "closed_won"),
        ("Engaging", "discovery"),
        ("NEGOTIATION", "negotiation"),
    ],
)
def test_stages_are_known_by_more_than_one_name(text, stage):
    assert line(stage=text, closes="2017-03-01", value="1").stage == stage


def test_what_is_lost_without_a_reason_says_where_it_comes_from():
    assert line(stage="lost", closes="2017-03-01").lost_reason == "Imported as lost"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"stage": "sold"}, "stage"),
        ({"stage": ""}, "stage"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"value": "-1"}, "value"),
        ({"value": "lots"}, "value"),
        ({"currency": "DOLLAR"}, "currency"),
        ({"began": "20/10/2016"}, "began"),
        ({"began": "2027-01-01"}, "began"),
        ({"stage": "won", "closes": "2017-03-01"}, "value"),
        ({"stage": "won", "value": "5"}, "closes"),
        ({"stage": "lost", "closes": "2027-01-01"}, "closes"),
        ({"stage": "lost", "closes": "2017-03-01", "began": "2017-03-02"}, "closes"),
    ],
)
def test_a_row_that_cannot_be_names_its_field(cells, field):
    assert list(line(**cells).problems) == [field]


def test_a_deal_without_a_name_is_called_by_product_and_company():
    said = [
        line(name=name, product="GTX", company=company).name
        for name, company in (("", "Isdom"), ("", ""), ("Big", "x"))
    ]
    assert said == ["GTX for Isdom", "GTX", "Big (GTX)"]


@pytest.mark.parametrize(("text", "is_read"), [("1.234", False), ("1.23", True), ("1,234.50", True)])
def test_an_amount_of_three_decimals_is_no_amount_of_money(text, is_read):
    rows = [{"name": "Wire", "stage": "demo", "value": text}]
    [line] = read_lines(rows, {name: name for name in rows[0]}, today=date(2026, 11, 25))
    assert ("value" not in line.problems) == is_read
