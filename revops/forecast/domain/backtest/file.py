"""Deals of the past out of a table, as other systems hand them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mauntic.kernel.normalize import Notation, notation_of, read_amount
from revops.forecast.domain.backtest.deals import PastDeal


class UnusableError(ValueError):
    """The table cannot be forecast from; the sentence names the column or row, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns of a table say what; `won` and `lost` are the words for that in the column `stage`."""

    opened: str = "engage_date"
    closed: str = "close_date"
    value: str = "close_value"
    stage: str = "deal_stage"
    product: str = "product"
    won: str = "Won"
    lost: str = "Lost"


@dataclass(frozen=True, slots=True)
class PastDeals:
    """The deals of a table; `left_out` counts the rows that do not say when their deal began."""

    deals: Sequence[PastDeal]
    left_out: int


def past_deals(
    headers: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    columns: Columns,
    prices: Mapping[str, float],
) -> PastDeals:
    """The deals of a table, with the list prices of their products where these are known."""
    for option in ("opened", "closed", "value", "stage"):
        if (name := getattr(columns, option)) not in headers:
            known = ", ".join(headers)
            raise UnusableError(f"--{option}: there is no column “{name}”. There are: {known}.")
    deals, left_out, table = [], 0, list(rows)
    notation = notation_of(row.get(columns.value, "") for row in table)
    for number, row in enumerate(table, start=2):
        if row.get(columns.opened, "").strip():
            deals.append(_deal(row, number, columns, prices, notation))
        else:
            left_out += 1
    if not any(deal.won for deal in deals):
        raise UnusableError(f"--won: no row has “{columns.won}” in “{columns.stage}”: nothing to learn.")
    return PastDeals(deals, left_out)


def list_prices(
    headers: Sequence[str], rows: Iterable[Mapping[str, str]], product: str = "product"
) -> dict[str, float]:
    """Prices of products out of a table with the columns `product` and `sales_price`."""
    for name in (product, "sales_price"):
        if name not in headers:
            raise UnusableError(f"--prices: there is no column “{name}”. There are: {', '.join(headers)}.")
    table = list(rows)
    notation = notation_of(row["sales_price"] for row in table)
    return {
        plain_name(row[product]): _number(row["sales_price"], "sales_price", number, notation)
        for number, row in enumerate(table, start=2)
    }


def plain_name(product: str) -> str:
    """A product's name as it is looked up: systems differ in blanks and capitals (GTXPro, GTX Pro)."""
    return "".join(product.split()).casefold()


def _deal(
    row: Mapping[str, str],
    number: int,
    columns: Columns,
    prices: Mapping[str, float],
    notation: Notation | None,
) -> PastDeal:
    won = {columns.won: True, columns.lost: False}.get(row.get(columns.stage, "").strip())
    began = _day(row[columns.opened], columns.opened, number)
    closed = row.get(columns.closed, "").strip()
    if won is not None and not closed:
        raise UnusableError(f"Row {number}: the deal is closed, but “{columns.closed}” is empty.")
    closed_on = _day(closed, columns.closed, number) if won is not None else None
    if closed_on and closed_on < began:
        raise UnusableError(f"Row {number}: the deal ended on {closed_on} before it began on {began}.")
    product = plain_name(row.get(columns.product, ""))
    # What came of a deal is known from its end on; nothing before that reads the value.
    value = _number(row.get(columns.value, ""), columns.value, number, notation) if won else 0.0
    return PastDeal(began, closed_on, won, value, product, prices.get(product))


def _day(text: str, column: str, number: int) -> date:
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise UnusableError(
            f"Row {number}: “{text}” in “{column}” is no date. Write it as 2017-03-01."
        ) from None


def _number(text: str, column: str, number: int, notation: Notation | None) -> float:
    try:
        found = float(read_amount(text, notation))
    except ValueError as error:
        raise UnusableError(f"Row {number}, “{column}”: {error}") from None
    if found < 0:
        raise UnusableError(f"Row {number}: {text} in “{column}” is not 0 or more.")
    return found
