"""Deals of the past read from a table."""

from datetime import date

import pytest

from revops.forecast.domain.backtest.deals import PastDeal
from revops.forecast.domain.backtest.file import Columns, UnusableError, list_prices, past_deals, plain_name

HEADERS = ["engage_date", "close_date", "close_value", "deal_stage", "product"]
COLUMNS = Columns()


def row(*cells: str) -> dict[str, str]:
    return dict(zip(HEADERS, cells, strict=True))


WON = row("2025-01-02", "2025-02-03", "1,054.50", "Won", "GTX Pro")


def test_won_lost_and_open_deals_are_read_and_rows_without_a_start_are_counted() -> None:
    rows = [
        WON,
        row("2025-01-02", "2025-02-03", "lots", "Lost", "MG"),
        row("2025-03-04", "", "", "Engaging", "MG"),
        row("", "", "", "Prospecting", "MG"),
    ]
    found = past_deals(HEADERS, rows, COLUMNS, {})
    assert list(found.deals) == [
        PastDeal(date(2025, 1, 2), date(2025, 2, 3), True, 1054.5, "gtxpro"),
        PastDeal(date(2025, 1, 2), date(2025, 2, 3), False, 0, "mg"),
        PastDeal(date(2025, 3, 4), None, None, 0, "mg"),
    ]
    assert found.left_out == 1


def test_an_open_deal_has_no_end_even_where_the_table_names_a_day() -> None:
    found = past_deals(HEADERS, [WON, row("2025-03-04", "2025-09-01", "", "Engaging", "")], COLUMNS, {})
    assert (found.deals[1].won, found.deals[1].ended) == (None, None)


def test_prices_are_found_whatever_the_blanks_and_capitals_of_a_product() -> None:
    prices = list_prices(["product", "sales_price"], [{"product": "GTXPRO", "sales_price": "4.821,00"}])
    assert prices == {"gtxpro": 4821}
    assert past_deals(HEADERS, [WON], COLUMNS, prices).deals[0].price == 4821
    assert plain_name(" MG  Advanced ") == "mgadvanced"


def test_columns_and_words_of_another_system_are_taken_as_given() -> None:
    columns = Columns(
        opened="from", closed="to", value="sum", stage="state", product="what", won="yes", lost="no"
    )
    table = [
        {"from": "2025-01-02", "to": "2025-01-05", "sum": "7", "state": "yes", "what": ""},
        {"from": "2025-01-02", "to": "2025-01-05", "sum": "7", "state": "no", "what": ""},
    ]
    found = past_deals(list(table[0]), table, columns, {})
    assert [(deal.won, deal.value) for deal in found.deals] == [(True, 7), (False, 0)]


@pytest.mark.parametrize("missing", ["engage_date", "close_date", "close_value", "deal_stage"])
def test_a_missing_column_is_named_with_its_option(missing: str) -> None:
    option = {"engage_date": "opened", "close_date": "closed", "close_value": "value", "deal_stage": "stage"}
    headers = [name for name in HEADERS if name != missing]
    with pytest.raises(UnusableError, match=f"--{option[missing]}: there is no column “{missing}”"):
        past_deals(headers, [], COLUMNS, {})


def test_a_table_of_prices_needs_its_two_columns() -> None:
    with pytest.raises(UnusableError, match="--prices: there is no column “sales_price”"):
        list_prices(["product"], [])


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (row("2 Jan", "", "", "Won", ""), "Row 3: “2 Jan” in “engage_date” is no date"),
        (row("2025-01-02", "", "", "Lost", ""), "Row 3: the deal is closed, but “close_date” is empty"),
        (
            row("2025-02-02", "2025-02-01", "1", "Won", ""),
            "Row 3: the deal ended on 2025-02-01 before it began",
        ),
        (row("2025-02-02", "2025-02-03", "-1", "Won", ""), "Row 3: -1 in “close_value” is not 0 or more"),
    ],
)
def test_a_broken_row_is_named_by_its_line_in_the_file(broken: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnusableError) as refused:
        past_deals(HEADERS, [WON, broken], COLUMNS, {})
    assert sentence in str(refused.value)


def test_a_table_without_wins_teaches_nothing() -> None:
    with pytest.raises(UnusableError, match="--won: no row has “Won” in “deal_stage”"):
        past_deals(HEADERS, [{**WON, "deal_stage": "Lost"}], COLUMNS, {})
