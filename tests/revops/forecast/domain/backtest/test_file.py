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
    assert (found.deals[1].won, found.deals[1].closed_on) == (None, None)


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


@pytest.mark.parametrize(
    ("option", "missing"),
    [("opened", "engage_date"), ("closed", "close_date"), ("value", "close_value"), ("stage", "deal_stage")],
)
def test_a_missing_column_is_told_with_those_that_are_there(option: str, missing: str) -> None:
    headers = [name for name in HEADERS if name != missing]

    with pytest.raises(UnusableError) as refused:
        past_deals(headers, [], COLUMNS, {})

    assert str(refused.value) == (
        f"--{option}: there is no column “{missing}”. There are: {', '.join(headers)}."
    )


def test_a_table_without_products_can_be_forecast_from() -> None:
    bare = {name: text for name, text in WON.items() if name != "product"}

    (deal,) = past_deals([*bare], [bare], COLUMNS, {}).deals

    assert (deal.product, deal.price) == ("", None)


def test_a_cell_that_a_row_lacks_is_empty() -> None:
    short = {"engage_date": "2025-03-04"}
    found = past_deals(HEADERS, [WON, {}, short], COLUMNS, {"": 9.0})

    assert list(found.deals)[1:] == [PastDeal(date(2025, 3, 4), None, None, 0, "", 9.0)]
    assert found.left_out == 1


def test_blanks_around_cells_do_not_count() -> None:
    rows = [
        row(" 2025-01-02 ", " 2025-02-03 ", " 7 ", " Won ", " MG "),
        row(" ", " ", " ", " ", " "),
        row("2025-01-02", "  ", "", "Engaging", ""),
    ]
    found = past_deals(HEADERS, rows, COLUMNS, {})

    assert found.deals[0] == PastDeal(date(2025, 1, 2), date(2025, 2, 3), True, 7, "mg")
    assert (found.deals[1].closed_on, found.left_out) == (None, 1)


def test_a_moment_is_read_as_its_day() -> None:
    found = past_deals(HEADERS, [row("2025-01-02T23:30:00", "2025-02-03 08:00", "7", "Won", "")], COLUMNS, {})

    assert (found.deals[0].began, found.deals[0].closed_on) == (date(2025, 1, 2), date(2025, 2, 3))


def test_the_whole_column_decides_what_a_separator_means() -> None:
    rows = [row("2025-01-02", "2025-02-03", text, "Won", "") for text in ("1.250", "1250,50", "0", "2,5M")]
    found = past_deals(HEADERS, rows, COLUMNS, {})

    assert [deal.value for deal in found.deals] == [1250, 1250.5, 0, 2_500_000]
    prices = [{"product": "a", "sales_price": "1.250"}, {"product": "b", "sales_price": "1250,50"}]
    assert list_prices(["product", "sales_price"], prices) == {"a": 1250, "b": 1250.5}


def test_what_came_of_a_deal_that_is_not_won_is_nothing_but_its_price_is_known() -> None:
    rows = [
        WON,
        row("2025-01-02", "2025-02-03", "-5", "Lost", "GTX Pro"),
        row("2025-01-02", "", "900", "Engaging", "GTX Pro"),
    ]
    found = past_deals(HEADERS, rows, COLUMNS, {"gtxpro": 4821.0})

    assert [(deal.won, deal.value, deal.price) for deal in found.deals] == [
        (True, 1054.5, 4821),
        (False, 0, 4821),
        (None, 0, 4821),
    ]


def test_a_deal_may_end_on_the_day_on_which_it_began() -> None:
    found = past_deals(HEADERS, [row("2025-01-02", "2025-01-02", "7", "Won", "")], COLUMNS, {})

    assert found.deals[0].closed_on == date(2025, 1, 2)


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (
            row("2 Jan", "", "", "Won", ""),
            "Row 3: “2 Jan” in “engage_date” is no date. Write it as 2017-03-01.",
        ),
        (
            row("2025-01-02", "3 Feb", "1", "Won", ""),
            "Row 3: “3 Feb” in “close_date” is no date. Write it as 2017-03-01.",
        ),
        (row("2025-01-02", " ", "", "Lost", ""), "Row 3: the deal is closed, but “close_date” is empty."),
        (
            row("2025-02-02", "2025-02-01", "1", "Won", ""),
            "Row 3: the deal ended on 2025-02-01 before it began on 2025-02-02.",
        ),
        (row("2025-02-02", "2025-02-03", "-1", "Won", ""), "Row 3: -1 in “close_value” is not 0 or more."),
        (
            row("2025-02-02", "2025-02-03", "lots", "Won", ""),
            'Row 3, “close_value”: "lots" is not an amount. Enter one such as 1250000 or 1250.50.',
        ),
    ],
)
def test_a_broken_row_says_what_is_wrong_with_which_cell(broken: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnusableError) as refused:
        past_deals(HEADERS, [WON, broken], COLUMNS, {})

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("headers", "prices", "sentence"),
    [
        (["product", "price"], [], "--prices: there is no column “sales_price”. There are: product, price."),
        (
            ["item", "sales_price"],
            [],
            "--prices: there is no column “product”. There are: item, sales_price.",
        ),
        (
            ["product", "sales_price"],
            [{"product": "a", "sales_price": "5"}, {"product": "b", "sales_price": "cheap"}],
            'Row 3, “sales_price”: "cheap" is not an amount. Enter one such as 1250000 or 1250.50.',
        ),
        (
            ["product", "sales_price"],
            [{"product": "a", "sales_price": "-5"}],
            "Row 2: -5 in “sales_price” is not 0 or more.",
        ),
    ],
)
def test_a_table_of_prices_that_cannot_be_read_says_why(headers, prices, sentence: str) -> None:
    with pytest.raises(UnusableError) as refused:
        list_prices(headers, prices)

    assert str(refused.value) == sentence


def test_the_column_of_the_products_may_have_another_name() -> None:
    assert list_prices(["what", "sales_price"], [{"what": "GTX Pro", "sales_price": "5"}], "what") == {
        "gtxpro": 5
    }


def test_a_table_without_wins_names_the_word_it_looked_for() -> None:
    with pytest.raises(UnusableError) as refused:
        past_deals(HEADERS, [WON], Columns(won="Gewonnen", lost="Won"), {})

    assert str(refused.value) == "--won: no row has “Gewonnen” in “deal_stage”: nothing to learn."
