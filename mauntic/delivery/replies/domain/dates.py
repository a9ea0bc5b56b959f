"""Dates in folded text, as people write them in English, German, French, Spanish, Italian, Portuguese, Dutch.

Polish, Swedish and Japanese dates are read, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    ("jan", "sty", "gen", "ene"), ("feb", "fev", "lut", "fevr"), ("mar", "mars", "marz", "mrt", "maart"),
    ("apr", "avr", "abr", "kwi"), ("may", "mai", "mei", "maj", "mag", "mayo"), ("jun", "juin", "giu", "cze"),
    ("jul", "juil", "lug", "lip"), ("aug", "aou", "ago", "sie"), ("sep", "set", "wrz"),
    ("oct", "okt", "ott", "out", "paz"),    ("nov", "lis"), ("dec", "dez", "dic", "gru", "des"),
)  # fmt: skip
MONTH_WORD = (
    r"(?:jan(?:uary|uar|uari|vier|eiro)?|januar|gen(?:naio)?|ene(?:ro)?|stycz\w{1,4}|feb(?:ruary|ruar|"
    r"ruari|brero|braio)?|fev(?:rier|r|ereiro)?|lut\w{1,4}|mar(?:ch|s|z|zo|co|ca|zec)?|maart|mrt|apr(?:il|"
    r"ile)?|avr(?:il)?|abr(?:il)?|kwie\w{1,4}|ma(?:y|i|j|ja|yo|io)|mei|maggio|jun[ei]?|juni|junio|junho|"
    r"juin|giu(?:gno)?|czerw\w{1,3}|jul[iy]?|juli|julio|julho|juil(?:let)?|lug(?:lio)?|lip(?:ca|iec)|"
    r"aug(?:ust|usti|ustus)?|aout|ago(?:sto)?|sierp\w{1,3}|sept?(?:ember|embre|iembre)?|set(?:embre|embro|"
    r"iembre)?|wrze\w{1,4}|o[ck]t(?:ober|obre|ubre)?|ott(?:obre)?|out(?:ubro)?|pazdz\w{1,8}|nov(?:ember|"
    r"embre|iembre|embro)?|listopad\w?|de[cz](?:ember|embre|embro)?|dic(?:embre|iembre)?|des(?:ember)?|"
    r"grud\w{1,4})"
)
WEEKDAYS = (
    r"mon(?:day)?|montag|lundi|lunes|lunedi|segunda(?:-feira)?|maandag|poniedzial\w+|mandag\w*",
    r"tue(?:s|sday)?|dienstag|mardi|martes|martedi|terca(?:-feira)?|dinsdag|wtor\w+|tisdag\w*",
    r"wed(?:nesday)?|mittwoch|mercredi|miercoles|mercoledi|quarta(?:-feira)?|woensdag|srod\w|onsdag\w*",
    r"thu(?:rs|rsday)?|donnerstag|jeudi|jueves|giovedi|quinta(?:-feira)?|donderdag|czwart\w+|torsdag\w*",
    r"fri(?:day)?|freitag|vendredi|viernes|venerdi|sexta(?:-feira)?|vrijdag|piat\w+|fredag\w*",
    r"sat(?:urday)?|samstag|sonnabend|samedi|sabado|sabato|zaterdag|sobot\w|lordag\w*",
    r"sun(?:day)?|sonntag|dimanche|domingo|domenica|zondag|niedziel\w|sondag\w*",
)
ORDINAL = r"(?:st|nd|rd|th|er|e|\.|o|º|a)?"
ISO = re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
JAPANESE = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
NUMERIC = re.compile(r"(?<![\d.:/])(\d{1,2})([./-])(\d{1,2})(?:[./-](20\d\d|\d\d))?(?![\d:])")
DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}}){ORDINAL}\s*(?:of |de |d')?\s*({MONTH_WORD})\b\.?(?:,?\s*(?:de |del |do )?(20\d\d))?"
)
MONTH_FIRST = re.compile(rf"\b({MONTH_WORD})\b\.?\s+(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(20\d\d))?")
WEEKDAY = re.compile(
    "|".join(
        rf"((?<!\w)(?:{words})(?!\w)|{sign}曜)"
        for words, sign in zip(WEEKDAYS, "月火水木金土日", strict=True)
    )
)
TOMORROW = re.compile(r"(?<!\w)(?:tomorrow|demain|manana|domani|amanha|jutra|imorgon|i morgon)(?!\w)|明日")
MONTH_ALONE = re.compile(rf"(?<!\w)({MONTH_WORD})\b(?:\s+(20\d\d))?")
SHORTEST_MONTH = 3
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text, from `start` to `end`; `is_day` is false for a month or a weekday."""

    start: int
    end: int
    day: date


def mentions(text: str, *, today: date) -> list[Mention]:
    """Return the dates of a folded text in order; those without a year are the next such dates.

    Args:
        text: folded text.
        today: the day on which it was written.
    """
    found = [*_written(text, today), *_numeric(text, today)]
    exact = _without_overlaps(found)
    loose = [*_weekdays(text, today), *_months(text, today)]
    free = [each for each in loose if not any(_touch(each, other) for other in exact)]
    return sorted([*exact, *free], key=lambda each: each.start)


def next_such(month: int, day: int, *, today: date) -> date | None:
    """Return the next date with this day and month, today included."""
    for year in (today.year, today.year + 1):
        found = _date(year, month, day)
        if found and found >= today:
            return found
    return None


def _written(text: str, today: date) -> Iterator[Mention]:
    for found in ISO.finditer(text):
        yield from _mention(found, _date(*(int(each) for each in found.groups())))
    for found in JAPANESE.finditer(text):
        year, month, day = found.groups()
        yield from _mention(found, _resolved(year, int(month), int(day), today))
    for found in DAY_FIRST.finditer(text):
        day, name, year = found.groups()
        yield from _mention(found, _resolved(year, _month(name), int(day), today))
    for found in MONTH_FIRST.finditer(text):
        name, day, year = found.groups()
        yield from _mention(found, _resolved(year, _month(name), int(day), today))


def _numeric(text: str, today: date) -> Iterator[Mention]:
    """Yield dates like 04.12.2026 and 12/4; the month stands first only where the day cannot."""
    for found in NUMERIC.finditer(text):
        one, separator, two, year = found.groups()
        if separator == "-" and not year:
            continue  # "1-5 December" is a range of days
        full = year and (year if len(year) > len("99") else str(CENTURY + int(year)))
        day_first = _resolved(full, int(two), int(one), today)
        month_first = _resolved(full, int(one), int(two), today) if separator == "/" else None
        yield from _mention(found, _nearer(day_first, month_first, today))


def _nearer(day_first: date | None, month_first: date | None, today: date) -> date | None:
    """Of two readings, take the one that is soonest from today on: nobody is away for ten months."""
    readings = [each for each in (day_first, month_first) if each]
    return min(readings, key=lambda each: (each < today, abs((each - today).days)), default=None)


def _weekdays(text: str, today: date) -> Iterator[Mention]:
    for found in WEEKDAY.finditer(text):
        weekday = next(number for number, group in enumerate(found.groups()) if group)
        yield Mention(found.start(), found.end(), today + timedelta((weekday - today.weekday() - 1) % 7 + 1))
    for found in TOMORROW.finditer(text):
        yield Mention(found.start(), found.end(), today + timedelta(1))


def _months(text: str, today: date) -> Iterator[Mention]:
    for found in MONTH_ALONE.finditer(text):
        name, year = found.groups()
        if len(name) > SHORTEST_MONTH:
            yield from _mention(found, _resolved(year, _month(name), 1, today))


def _mention(found: re.Match[str], day: date | None) -> Iterator[Mention]:
    if day:
        yield Mention(found.start(), found.end(), day)


def _resolved(year: str | None, month: int, day: int, today: date) -> date | None:
    return _date(int(year), month, day) if year else next_such(month, day, today=today)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    fitting = [number for number, starts in enumerate(MONTHS, 1) if name.startswith(starts)]
    return fitting[0] if fitting else 0


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _touch(loose: Mention, exact: Mention) -> bool:
    """Tell a weekday that belongs to a date beside it: "Monday, 7 December"."""
    return loose.start < exact.end + 4 and exact.start < loose.end + 12
