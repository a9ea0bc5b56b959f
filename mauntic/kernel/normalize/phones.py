"""Telephone numbers in one spelling, with their extension."""

import re
import unicodedata
from typing import NamedTuple

import phonenumbers

# E.164 has 15 digits at most; a cell may hold two numbers with words between them.
LONGEST_PHONE = 100
# Shorter ones are extensions of some house.
FEWEST_DIGITS = 6
# Of E.164.
MOST_DIGITS = 15
# What a spreadsheet makes of a number: 493012345678.0, '+49..., ="+49..."
_FLOAT = re.compile(r"([+-]?\d{5,18})[.,]0{1,6}")
_TEXT_MARK = re.compile(r"\A(?:=\s{0,3}\"([^\"]{0,100})\"|'(.{0,100}))\Z")
# Google writes ":::" between the values of one field.
_BETWEEN = re.compile(r":::|[/;|\n]|,(?=\s?[+0(])|\b(?:or|oder|ou|and|und|et)\b", re.IGNORECASE)
_DIALED = re.compile(r"[+(\d][\d\s().\-/]{3,60}(?:(?:ext|x|#)[. ]{0,3}\d{1,7})?", re.IGNORECASE | re.ASCII)


class ReadPhone(NamedTuple):
    """A number, and what stands beside it in the same cell."""

    number: str
    left_out: str = ""


def e164(raw: str, country: str = "") -> str | None:
    """Return the number as +<country><digits>, or None if it cannot be one.

    An extension follows as in RFC 3966: +14155552671;ext=89. Numbers of the right length in a range that is
    not in use are valid: such ranges open faster than the list of them is renewed.

    Args:
        raw: the number in any notation.
        country: the country (alpha-2) of numbers without a country prefix.

    Source: ITU-T E.164.
    """
    text = _plain(raw)
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    if not text.startswith("+") and len(str(number.national_number)) < FEWEST_DIGITS:
        return None
    extension = f";ext={number.extension}" if number.extension else ""
    number.extension = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension


def read_phone(raw: str, country: str = "") -> ReadPhone | None:
    """Return the first phone number of a cell.

    Args:
        raw: one number, or several with something between them.
        country: as in `e164`.

    Returns: the number with the text after it; None if there is no number.
    """
    if whole := e164(raw, country):
        return ReadPhone(whole)
    if len(raw) > LONGEST_PHONE:
        return None
    first, between, rest = _split(raw)
    number = e164(first, country) if between and e164(rest, country) else None
    return ReadPhone(number, rest.strip()) if number else None


def is_dialable(raw: str) -> bool:
    """Return whether a person can dial the number, although its country is unknown: 030 1234567."""
    text = _plain(raw)
    digits = sum(letter.isdigit() for letter in text)
    return bool(_DIALED.fullmatch(text)) and FEWEST_DIGITS <= digits <= MOST_DIGITS


def is_same_number(one: str, other: str) -> bool:
    """Return whether two numbers as `e164` returns them reach the same place: one may lack the extension."""
    (first, _, inner), (second, _, other_inner) = one.partition(";ext="), other.partition(";ext=")
    return first == second and (not inner or not other_inner or inner == other_inner)


def _split(raw: str) -> tuple[str, str, str]:
    found = _BETWEEN.search(raw)
    return (raw[: found.start()], found[0], raw[found.end() :]) if found else (raw, "", "")


def _plain(raw: str) -> str:
    """The text without the marks of a spreadsheet; empty when it is too long."""
    if len(raw) > LONGEST_PHONE:
        return ""
    text = unicodedata.normalize("NFKC", raw).strip()
    if marked := _TEXT_MARK.match(text):
        text = (marked[1] or marked[2] or "").strip()
    if as_float := _FLOAT.fullmatch(text):
        text = as_float[1]
    return text
