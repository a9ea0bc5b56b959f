"""Amounts as people write them, with a decimal point or a decimal comma."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from mauntic.kernel.currencies import is_currency

# No amount is written longer; what is longer is a text that holds digits.
LONGEST_AMOUNT = 60
# So many amounts with three digits after their only separator are no accident: it groups thousands.
GROUPED_FROM = 3


class Notation(StrEnum):
    """What separates the decimals."""

    POINT = "point"
    COMMA = "comma"


_POINT = re.compile(
    r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3}){1,9}|[1-9]\d?(?:,\d{2}){1,9},\d{3}|\d{1,30})(?:\.\d{1,20})?", re.ASCII
)
_COMMA = re.compile(r"[+-]?(?:[1-9]\d{0,2}(?:\.\d{3}){1,9}|\d{1,30})(?:,\d{1,20})?", re.ASCII)
# Spaces and apostrophes only ever group thousands, as in 1 250 or 1'250.
_GROUPS = re.compile(r"(?<=\d)[ '\u2019](?=\d{3}(?!\d))")
_DOLLARS = re.compile(r"\b(?:US|AU|CA|NZ|HK|SG|A|C)(?=\$)")
# Signs of one currency. Those of several, such as $ and ¥, tell nothing.
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

    Args: `notation` is what the column of the text has, and decides about 1.250 and 1,250.
    Raises: `ValueError` with a sentence for people, also for what can be read in two ways.
    """
    number, times = _bare(raw)
    point, comma = _value(number, Notation.POINT), _value(number, Notation.COMMA)
    if point is None and comma is None:
        raise ValueError(f"“{_shown(raw)}” is not an amount, such as 1250000 or 1250.50.")
    if point is None or comma is None or point == comma:
        found = comma if point is None else point
    elif notation is None:
        small, large = sorted((point, comma))
        raise ValueError(
            f"“{_shown(raw)}” can mean {large} or {small.normalize():f}. "
            f"Write {large} without a separator, or {small:.2f} with two decimals."
        )
    else:
        found = point if notation is Notation.POINT else comma
    return (found or Decimal(0)) * times


def currency_of(raw: str) -> str:
    """Return the currency (ISO 4217) that an amount names by its sign or code; empty without a clear one."""
    text = unicodedata.normalize("NFKC", raw[:LONGEST_AMOUNT])
    found = {code for sign, code in _SIGNS.items() if sign in text}
    found |= {code for word in _CODE.findall(text) if is_currency(code := word.upper())}
    return found.pop() if len(found) == 1 else ""


def notation_of(column: Iterable[str]) -> Notation | None:
    """Return the notation of a column by the amounts that can be read in one way only.

    Without such amounts, several different ones with three digits after the same separator tell that it
    groups thousands. None when nothing tells, or when the column is written in both notations.
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
    """The digits with their separators, and what K, M or bn multiplies them by; without the currency."""
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
