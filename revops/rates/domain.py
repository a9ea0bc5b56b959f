"""Conversion of amounts to the organization's currency."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in the organization's currency. `unconverted` has amounts without a rate, by currency."""

    amount: Decimal
    currency: str
    unconverted: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Rates:
    """The value of one unit of each currency in `base` on the day `on`."""

    base: str
    on: date
    by_currency: Mapping[str, Decimal]

    def convert(self, amount: Decimal, currency: str) -> Decimal | None:
        """Return `amount` in the base currency, rounded to cents; None without a rate."""
        if currency == self.base:
            return amount
        rate = self.by_currency.get(currency)
        return None if rate is None else (amount * rate).quantize(CENT, rounding=ROUND_HALF_EVEN)

    def total(self, sums: Iterable[tuple[str, Decimal]]) -> Total:
        """Sum (currency, amount) pairs. Amounts without a rate are returned separately."""
        amount, unconverted = Decimal(0), defaultdict[str, Decimal](Decimal)
        for currency, each in sums:
            converted = self.convert(each, currency)
            if converted is None:
                unconverted[currency] += each
            else:
                amount += converted
        return Total(amount, self.base, dict(unconverted))
