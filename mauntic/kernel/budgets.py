"""What is used of a budget, when to warn about it, and the forecast of the month."""

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal(0)
NEARLY, USED_UP = 80, 100
"""The shares of a limit, in percent, at which admins are notified."""
PACE_DAYS = 7
"""The number of days whose spend is the current pace."""


def reached_percent(*, limit: Decimal | None, used: Decimal, price: Decimal = NOTHING) -> int:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A limit and what is used of it, in US dollars. Without `limit`, spend is unlimited.

    `price` is that of the cheapest purchase: the budget is used up if the rest does not pay for it.
    """

    limit: Decimal | None = None
    reserved: Decimal = NOTHING
    spent: Decimal = NOTHING
    price: Decimal = NOTHING

    @property
    def used(self) -> Decimal:
        """Return the amount spent or reserved."""
        return self.spent + self.reserved

    @property
    def left(self) -> Decimal | None:
        """Return the amount left; None without a limit."""
        return None if self.limit is None else max(NOTHING, self.limit - self.used)

    @property
    def share(self) -> float | None:
        """Return the used share (0-1); None without a limit."""
        if self.limit is None:
            return None
        return min(1.0, float(self.used / self.limit)) if self.limit else 1.0

    @property
    def reached(self) -> int:
        """Return the share at which admins are notified that is reached: 0, 80 or 100 percent."""
        return reached_percent(limit=self.limit, used=self.used, price=self.price)

    @property
    def is_nearly_used(self) -> bool:
        """Whether 80 percent are used, but not all."""
        return self.reached == NEARLY

    @property
    def is_used_up(self) -> bool:
        """Whether the rest does not pay for another purchase."""
        return self.reached == USED_UP


def month_end(*, spent: Decimal, lately: Decimal, today: date) -> Decimal:
    """Return the forecast of the month's spend at the pace of the last `PACE_DAYS` days.

    Args:
        spent: spend of the month so far, US dollars.
        lately: spend of the last `PACE_DAYS` days, US dollars.
    """
    days = calendar.monthrange(today.year, today.month)[1]
    return spent + lately / PACE_DAYS * (days - today.day)
