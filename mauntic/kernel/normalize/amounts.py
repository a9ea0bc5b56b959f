"""Amounts as people write them, with a decimal point or a decimal comma."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext

from mauntic.kernel.currencies import is_currency

# Longer texts are not amounts.
LONGEST_AMOUNT = 60
# If so many amounts have three digits after their only separator, the separator groups thousands.
GROUPED_FROM = 3


class Notation(StrEnum):
    """The decimal separator."""

    POINT = "point"
    COMMA = "comma"


_POINT = re.compile(
    r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3}){1,9}|[1-9]\d?(?:,\d{2}){1,9},\d{3}|\d{1,30})(?:\.\d{1,20})?", re.ASCII
)
_COMMA = re.compile(r"[+-]?(?:[1-9]\d{0,2}(?:\.\d{3}){1,9}|\d{1,30})(?:,\d{1,20})?", re.ASCII)
# Spaces and apostrophes always group thousands, as in 1 250 or 1'250.
_GROUPS = re.compile(r"(?<=\d)[ '\u2019](?=\d{3}(?!\d))")
_DOLLARS = re.compile(r"\b(?:US|AU|CA|NZ|HK|SG|A|C)(?=\$)")
# Signs of a single currency, without those of several currencies, such as $ and ¥.
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₩": "KRW", "₴": "UAH"}
_SIGNS |= {"US$": "USD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "SG$": "SGD"}
_CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z$])")
_WORD_BEFORE = re.compile(r"\A([A-Za-z]{3}) {0,3}(?=[-+\d])")
_WORD_AFTER = re.compile(r"(?<=\d) {0,3}([A-Za-z]{1,10})\.?\Z")
_LAST_WORD = re.compile(r"(?<=[A-Za-z.]) {1,3}([A-Za-z]{3})\Z")
_TIMES = {
    **dict.fromkeys(("k", "tsd", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("m", "mn", "mm", "mio", "million", "millions", "millionen"), Decimal(1_000_000)),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions", "milliarden"), Decimal(1_000_000_000)),
}


def read_amount(raw: str, notation: Notation | None = None) -> Decimal:
    """Return the amount in a text: 1250000, 1.250,50, 1,250.50, EUR 1 250 or $2.5M.

    Args:
        raw: the text of a cell.
        notation: that of the column; it decides between the meanings of 1.250 and 1,250.

    Returns: the exact amount, without its currency.

    Raises: `ValueError` with a text for people, also for an ambiguous amount.
    """
    number, times = _bare(raw)
    point, comma = _value(number, Notation.POINT), _value(number, Notation.COMMA)
    if point is None and comma is None:
        text = gettext('"{amount}" is not an amount. Enter one such as 1250000 or 1250.50.')
        raise ValueError(text.format(amount=_shown(raw)))
    if point is None or comma is None or point == comma:
        found = comma if point is None else point
    elif notation is None:
        small, large = sorted((point, comma))
        text = gettext(
            '"{amount}" can mean {large} or {small}. '
            "Enter {large} without a separator, or {decimals} with two decimals."
        )
        raise ValueError(
            text.format(
                amount=_shown(raw), large=large, small=f"{small.normalize():f}", decimals=f"{small:.2f}"
            )
        )
    else:
        found = point if notation is Notation.POINT else comma
    return (found or Decimal(0)) * times


def currency_of(raw: str) -> str:
    """Return the currency (ISO 4217) of an amount by its sign or code; empty if it is not clear."""
    text = unicodedata.normalize("NFKC", raw[:LONGEST_AMOUNT])
    found = {code for sign, code in _SIGNS.items() if sign in text}
    found |= {code for word in _CODE.findall(text) if is_currency(code := word.upper())}
    return found.pop() if len(found) == 1 else ""


def notation_of(column: Iterable[str]) -> Notation | None:
    """Return the notation of a column by its unambiguous amounts.

    Without such amounts, the same separator before three digits in several different amounts groups
    thousands.

    Returns: None if the notation is not clear, or if the column has both notations.
    """
    sure: set[Notation] = set()
    unsure: dict[Notation, set[str]] = {notation: set() for notation in Notation}
    for raw in column:
        number, _ = _bare(raw)
        possible = {notation: _value(number, notation) for notation in Notation}
        fitting = [notation for notation, value in possible.items() if value is not None]
        if len(fitting) == 1:
            sure.add(fitting[0])
        elif len(set(possible.values())) > 1:
            # The notation in which its only separator groups thousands; a few tell as much as all.
            grouped = unsure[Notation.COMMA if "." in number else Notation.POINT]
            grouped |= {number} if len(grouped) < GROUPED_FROM else set()
    if not sure:
        sure = {notation for notation, numbers in unsure.items() if numbers}
        sure = sure if all(len(unsure[notation]) >= GROUPED_FROM for notation in sure) else set()
    return sure.pop() if len(sure) == 1 else None


def _value(number: str, notation: Notation) -> Decimal | None:
    if notation is Notation.POINT:
        return Decimal(number.replace(",", "")) if _POINT.fullmatch(number) else None
    if not _COMMA.fullmatch(number):
        return None
    return Decimal(number.replace(".", "").replace(",", "."))


def _bare(raw: str) -> tuple[str, Decimal]:
    """Return the digits with their separators, without the currency, and the factor of K, M or bn."""
    if len(raw) > LONGEST_AMOUNT:
        return "", Decimal(1)
    text = _DOLLARS.sub("", " ".join(unicodedata.normalize("NFKC", raw).replace("\u2212", "-").split()))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Sc").strip(" _")
    if (before := _WORD_BEFORE.match(text)) and is_currency(before[1].upper()):
        text = text[before.end() :]
    times = Decimal(1)
    # "2.5M EUR" has two words behind its digits.
    for _ in range(2):
        after = _WORD_AFTER.search(text) or _LAST_WORD.search(text)
        if after is None:
            break
        if after[1].lower() in _TIMES:
            times *= _TIMES[after[1].lower()]
        elif not is_currency(after[1].upper()):
            return "", times
        text = text[: after.start()]
    return _GROUPS.sub("", text.replace("_", "")), times


def _shown(raw: str) -> str:
    return " ".join(raw.split())[:LONGEST_AMOUNT]
