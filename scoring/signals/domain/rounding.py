"""Rounding that gives the same results in Python and in PostgreSQL."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LOWEST, HIGHEST = Decimal("0.00"), Decimal("100.00")


def rounded(value: float | Decimal) -> Decimal:
    """Round to two decimals, halves away from zero.

    A float goes through its 15 significant digits first, as PostgreSQL's cast from double to numeric does.
    """
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.15g}")
    return exact.quantize(CENT, ROUND_HALF_UP)


def clamped(value: Decimal) -> Decimal:
    """Limit a value to 0-100."""
    return min(max(value, LOWEST), HIGHEST)
