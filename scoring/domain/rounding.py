"""One way to round, the same in Python and in PostgreSQL."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LOWEST, HIGHEST = Decimal("0.00"), Decimal("100.00")


def rounded(value: float | Decimal) -> Decimal:
    """`value` with two decimals, halves away from zero.

    A float goes through its 15 significant digits first, as PostgreSQL's cast from double to numeric does.
    """
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else value
    return exact.quantize(CENT, ROUND_HALF_UP)


def clamped(value: Decimal) -> Decimal:
    """`value` within 0-100."""
    return min(max(value, LOWEST), HIGHEST)
