"""Money: an exact amount that never travels without its currency."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

MICRO = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217); kept to 1/10,000 because vendors bill fractions of a cent."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} are never added up unconverted")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return f"{self.amount:,.2f} {self.currency}"


def to_amount(value: str | float | Decimal) -> Decimal:
    """`value` as an exact amount, rounded half-even to four decimals."""
    return Decimal(str(value)).quantize(MICRO, rounding=ROUND_HALF_EVEN)
