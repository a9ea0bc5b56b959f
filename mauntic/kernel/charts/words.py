"""Short numbers and the text alternative of charts; see `kernel.display` for all other formats."""

import math

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mauntic.kernel import display

_UNITS = ((10**9, "B"), (10**6, "M"), (10**3, "K"))
_DIGITS = 3


def compact(number: float) -> str:
    """Write a number with three digits: `250`, `2.5K`, `1.25M`."""
    rounded = _rounded(number)
    for size, unit in _UNITS:
        if abs(rounded) >= size:
            return _written(rounded / size) + unit
    return _written(rounded)


def percent(share: float) -> str:
    """Write a share of 0-1 in percent, to a tenth, since grid lines fall between whole percents."""
    return display.percent(share, 1)


def range_of(label: str, first: str, last: str, lowest: str, highest: str) -> str:
    """Describe a line by its first, last, lowest and highest value.

    Args:
        label: the name of the line.
        first: the first value, written as text like the others.
        last: the last value.
        lowest: the lowest value.
        highest: the highest value.

    Returns: one sentence for the text alternative of a chart.
    """
    figures = {"label": label, "first": first, "last": last, "lowest": lowest, "highest": highest}
    return _("%(label)s: from %(first)s to %(last)s, between %(lowest)s and %(highest)s.") % figures


def _rounded(number: float) -> float:
    if not number:
        return 0.0
    return round(number, _DIGITS - 1 - math.floor(math.log10(abs(number))))


def _written(number: float) -> str:
    decimals = f"{number:.6f}".rstrip("0").partition(".")[2]
    return str(number_format(number, decimal_pos=len(decimals), use_l10n=True))
