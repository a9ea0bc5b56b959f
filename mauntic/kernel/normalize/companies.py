"""A company's size."""

import math
import re
import unicodedata
from typing import NamedTuple

# No size is written longer; what is longer is a text that holds digits.
LONGEST_SIZE = 100
_COUNT = r"(\d{1,3}(?:[,.'\u2019 ]\d{3}){1,4}(?![\d,.])|\d{1,15}(?:[.,]\d{1,3})?) {0,2}([km](?![^\W\d_]))?"
_NUMBER = re.compile(rf"(?<![\d.,]){_COUNT}", re.IGNORECASE)
_RANGE = re.compile(rf"(?<![\d.,]){_COUNT} {{0,9}}(?:-|to|bis|\u00e0|a) {{0,9}}{_COUNT}", re.IGNORECASE)
_BELOW = re.compile(r"<|\b(?:less than|fewer than|under|up to|below|bis|unter|moins de)\b", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}

# Excel takes 11-50 for November 1950, and 2-10 for a day of February or October.
# In English, German, French and Spanish, by their first three letters.
_NAMES = ("jan ene", "feb fev", "mar mrz", "apr avr abr", "mai may", "jun", "jul", "aug aou ago", "sep")
_MONTHS = {
    name: number
    for number, names in enumerate((*_NAMES, "okt oct", "nov", "dez dec dic"), 1)
    for name in names.split()
}
_DAY_AND_MONTH = re.compile(r"(\d{1,4})[- ./]([^\W\d_]{3,4})\.?")
_MONTH_AND_NUMBER = re.compile(r"([^\W\d_]{3,4})\.?[- ./](\d{1,4})")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?(?:\.0{1,6})?)?")
_LAST_DAY = 31
_USUAL = frozenset(
    {(1, 4), (1, 5), (1, 9), (1, 10), (2, 5), (2, 9), (2, 10), (5, 9), (5, 10), (6, 10), (10, 19), (10, 49)}
    | {(10, 50), (11, 20), (11, 25), (11, 50), (11, 100)}
)


class ReadSize(NamedTuple):
    """A number of employees; `mended` is the range that a spreadsheet had made a date of."""

    employees: int
    mended: str = ""


def company_size(raw: object) -> int | None:
    """Return the number of employees in 250, "1,250", "1K-5K" (its middle) or "10001+"; None without one."""
    read = read_size(raw)
    return read.employees if read else None


def read_size(raw: object) -> ReadSize | None:
    """Return the number of employees: of a range its middle, of "10001+" its end, of a date the range it was.

    None for anything else. A text may have words around its number, and no second number.
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return ReadSize(int(raw)) if math.isfinite(raw) and raw >= 1 else None
    if not isinstance(raw, str) or len(raw) > LONGEST_SIZE:
        return None
    text = " ".join(unicodedata.normalize("NFKC", raw).translate(_DASHES).split())
    if _is_date(text):
        least, most = _undated(text) or (0, 0)
        return ReadSize((least + most) // 2, f"{least}-{most}") if most else None
    employees = _in_words(text)
    return ReadSize(employees) if employees else None


def _in_words(text: str) -> int | None:
    if between := _RANGE.search(text):
        # In 1-5K both ends are thousands.
        ends = _count(between[1], between[2] or between[4]), _count(between[3], between[4])
        return sum(ends) // 2 if _is_alone(text, between) and ends[0] <= ends[1] else None
    number = _NUMBER.search(text)
    if number is None or not _is_alone(text, number):
        return None
    count = _count(number[1], number[2])
    return max(count // 2, 1) if count > 1 and _BELOW.search(text[: number.start()]) else count


def _is_alone(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    return not any(letter.isdigit() for letter in before + after) and not before.endswith(("-", "#", "E+"))


def _count(digits: str, suffix: str | None) -> int:
    """People are whole: three digits after a separator are a thousand, except before K and M."""
    if not suffix and re.fullmatch(r"\d{1,3}(?:[,.'\u2019 ]\d{3}){1,4}", digits):
        return int(re.sub(r"\D", "", digits))
    return int(float(digits.replace(",", ".").replace(" ", "")) * _TIMES[(suffix or "").lower()])


def _is_date(text: str) -> bool:
    word = _MONTH_AND_NUMBER.fullmatch(text) or _DAY_AND_MONTH.fullmatch(text)
    return bool(_DATE.fullmatch(text) or (word and any(map(_month, word.groups()))))


def _undated(text: str) -> tuple[int, int] | None:
    """The range that a spreadsheet took for a date."""
    if found := _DATE.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return _of_date(year % 100, month, day)
    if found := _MONTH_AND_NUMBER.fullmatch(text):
        month, number = _month(found[1]), int(found[2]) % 100
    elif found := _DAY_AND_MONTH.fullmatch(text):
        month, number = _month(found[2]), int(found[1]) % 100
    else:
        return None
    least, most = min(month, number), max(month, number)
    return (least, most) if 0 < least < most else None


def _of_date(year: int, month: int, day: int) -> tuple[int, int] | None:
    as_day, as_year = (min(month, day), max(month, day)), (month, year)
    if day == 1 and month < year and (as_year in _USUAL or year > _LAST_DAY):
        return as_year
    return as_day if as_day in _USUAL else None


def _month(name: str) -> int:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _MONTHS.get("".join(letter for letter in plain if letter.isascii())[:3], 0)
