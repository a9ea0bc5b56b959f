"""Dates as lists write them: 2017-03-01, 01.03.2017, 1/3/2017 or 3/1/2017."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum

_LONGEST = 40
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T]\d.*)?")
_MONTHS = 12


class DayOrder(Enum):
    """Whether 3/4/2017 is in April or in March."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class AmbiguousDayError(ValueError):
    """The date is one of two, and its column does not tell which."""


def day_order_of(texts: Iterable[str]) -> DayOrder | None:
    """Return the order of day and month in these dates.

    Returns: None if no date tells the order, or if two dates contradict each other.
    """
    found = {order for text in texts if (order := _order(text))}
    return found.pop() if len(found) == 1 else None


def read_day(text: str, order: DayOrder | None) -> date:
    """Return the date in a text, with or without a time.

    Args: `order` is that of the other dates of the file; None if unknown. Dates with dots have the day first.
    Raises: `AmbiguousDayError`; `ValueError` if the text is no date.
    """
    numbers = _NUMBERS.fullmatch(text[:_LONGEST].strip())
    if numbers is None:
        return datetime.fromisoformat(text).date()
    first, second, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
    shown = DayOrder.DAY_FIRST if numbers[2] == "." else _order(text) or order
    if shown is None and first != second:
        raise AmbiguousDayError(text)
    day, month = (second, first) if shown is DayOrder.MONTH_FIRST else (first, second)
    return date(year, month, day)


def _order(text: str) -> DayOrder | None:
    """Return the order that a date tells by itself: there is no month 13."""
    numbers = _NUMBERS.fullmatch(text[:_LONGEST].strip())
    if numbers is None or numbers[2] == ".":
        return None
    if int(numbers[1]) > _MONTHS:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if int(numbers[3]) > _MONTHS else None
