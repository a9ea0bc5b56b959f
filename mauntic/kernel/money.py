"""Exact amounts of money."""

from decimal import ROUND_HALF_EVEN, Decimal

# Vendors bill fractions of a cent.
MICRO = Decimal("0.0001")


def to_amount(value: str | float | Decimal) -> Decimal:
    """Return `value` as an exact amount, rounded half-even to four decimals."""
    return Decimal(str(value)).quantize(MICRO, rounding=ROUND_HALF_EVEN)
