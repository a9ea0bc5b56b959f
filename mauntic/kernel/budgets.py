"""When to warn about a budget, and the forecast of the month."""

import calendar
from datetime import date
from decimal import Decimal

NEARLY, USED_UP = 80, 100
"""The shares of a limit, in percent, at which admins are notified."""
PACE_DAYS = 7
"""The number of days whose spend is the current pace."""


def reached_percent(*, limit: Decimal | None, used: Decimal, price: Decimal = Decimal(0)) -> int:
    """Return the highest share (80 or 100 percent) that a budget has reached; 0 for none.

    Args:
        limit: US dollars; None for no limit. A limit of 0 is intended and reaches nothing.
        used: spent and reserved, US dollars.
        price: of the cheapest lookup. A budget is used up if the rest does not pay for it: calls that do not
            fit are refused, so the last cents are never spent.
    """
    if not limit:
        return 0
    if used >= limit or used + price > limit:
        return USED_UP
    return NEARLY if used * 100 >= limit * NEARLY else 0


def month_end(*, spent: Decimal, lately: Decimal, today: date) -> Decimal:
    """Return the forecast of the month's spend at the pace of the last `PACE_DAYS` days.

    Args:
        spent: spend of the month so far, US dollars.
        lately: spend of the last `PACE_DAYS` days, US dollars.
    """
    days = calendar.monthrange(today.year, today.month)[1]
    return spent + lately / PACE_DAYS * (days - today.day)
