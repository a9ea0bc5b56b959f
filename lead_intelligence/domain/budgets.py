"""When a budget is worth a word, and where the money goes at the present pace."""

import calendar
from datetime import date
from decimal import Decimal

NEARLY, USED_UP = 80, 100
"""The shares of a limit, in percent, that people are told of."""
PACE_DAYS = 7
"""So many days tell the present pace."""


def reached_percent(*, limit: Decimal | None, used: Decimal, price: Decimal = Decimal(0)) -> int:
    """The highest of the told shares that `used` (spent and reserved) has passed; 0 for none.

    A budget is used up as soon as what is left does not pay for another look-up at `price`: calls that do
    not fit are refused, so the last cents may never be spent. A limit of 0 is meant so, and nothing to tell.
    """
    if not limit:
        return 0
    if used >= limit or used + price > limit:
        return USED_UP
    return NEARLY if used * 100 >= limit * NEARLY else 0


def month_end(*, spent: Decimal, lately: Decimal, today: date) -> Decimal:
    """What a month will have cost, when the rest of it goes as the last `PACE_DAYS` days did.

    `spent` is the month's money so far, `lately` that of the last `PACE_DAYS` days; US dollars.
    """
    days = calendar.monthrange(today.year, today.month)[1]
    return spent + lately / PACE_DAYS * (days - today.day)
