"""Amounts of many currencies as one, and what could not be made so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in the organization's own currency; `unconverted` has, by currency, what is not in it."""

    amount: Decimal
    currency: str
    unconverted: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of each currency is worth in `base` on the day `on`."""

    base: str
    on: date
    by_currency: Mapping[str, Decimal]

    def convert(self, amount: Decimal, currency: str) -> Decimal | None:
        """`amount` in the base currency to the cent; None when no rate holds on that day."""
        if currency == self.base:
            return amount
        rate = self.by_currency.get(currency)
        return None if rate is None else (amount * rate).quantize(CENT, rounding=ROUND_HALF_EVEN)

    def total(self, sums: Iterable[tuple[str, Decimal]]) -> Total:
        """The sum of (currency, amount) pairs; what has no rate is told apart, never added."""
        amount, unconverted = Decimal(0), defaultdict[str, Decimal](Decimal)
        for currency, each in sums:
            converted = self.convert(each, currency)
            if converted is None:
                unconverted[currency] += each
            else:
                amount += converted
        return Total(amount, self.base, dict(unconverted))
