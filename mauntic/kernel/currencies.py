"""Currencies of ISO 4217."""

from functools import cache

import pycountry


@cache
def known_currencies() -> frozenset[str]:
    """Return the codes (ISO 4217) of all currencies in use."""
    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def is_currency(code: str) -> bool:
    """Return whether `code` is a currency, such as EUR."""
    return code in known_currencies()
