"""Countries, and the telephone numbers that are written as in one."""

from functools import lru_cache

import phonenumbers
import pycountry

# Names in use that ISO 3166 does not list.
COUNTRY_ALIASES = {
    "bolivia": "BO",
    "czech republic": "CZ",
    "deutschland": "DE",
    "england": "GB",
    "espana": "ES",
    "españa": "ES",
    "great britain": "GB",
    "holland": "NL",
    "iran": "IR",
    "italia": "IT",
    "ivory coast": "CI",
    "moldova": "MD",
    "northern ireland": "GB",
    "osterreich": "AT",
    "österreich": "AT",
    "russia": "RU",
    "schweiz": "CH",
    "scotland": "GB",
    "south korea": "KR",
    "suisse": "CH",
    "taiwan": "TW",
    "tanzania": "TZ",
    "the netherlands": "NL",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "united states of america": "US",
    "venezuela": "VE",
    "vietnam": "VN",
    "wales": "GB",
}


@lru_cache(maxsize=2_000)
def country_code(raw: str) -> str | None:
    """The ISO 3166 alpha-2 code of a country given by code or name, or None."""
    text = raw.replace(".", "").strip().casefold()
    if not text:
        return None
    if text in COUNTRY_ALIASES:
        return COUNTRY_ALIASES[text]
    try:
        return str(pycountry.countries.lookup(text).alpha_2)
    except LookupError:
        return None


def e164(raw: str, country: str = "") -> str | None:
    """The number as +<country><digits>, or None when it cannot be one.

    `country` (alpha-2) tells how to read a number without a country prefix. Numbers of the right length in a
    range that is not in use are kept: such ranges open faster than the list of them is renewed.
    """
    text = raw.strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
