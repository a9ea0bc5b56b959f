"""When somebody who is away comes back: dates of automatic replies in ten languages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from mauntic.delivery.replies.domain.dates import Mention, mentions
from mauntic.delivery.replies.domain.folding import folded

MAX_AWAY = timedelta(days=180)
"""A later date is asked of a person: it may be read wrongly, or the enrollment makes no sense any more."""
UNKNOWN = timedelta(days=14)
MAX_TEXT = 3_000
BEFORE, AFTER = 45, 24
"""Letters around a date that say what it is."""

BACK = re.compile(
    r"\b(?:back|return\w*|re-?open\w*|resum\w+|available|reachable|as of|starting|ab|wieder|zuruck|"
    r"erreichbar|retour|a partir|des le|reprend\w*|joignable|regres\w+|vuelv\w+|volver\w*|de vuelta|"
    r"reincorpor\w+|rientr\w+|torn\w+|dal|di nuovo|retorn\w+|volt\w+|a partir d[eo]|terug|weer|vanaf|"
    r"wrac\w+|wroc\w+|ater|tillbaka|fran och med)\b"
)
UNTIL = re.compile(
    r"\b(?:until|till?|through|thru|up to|to|ending|bis|jusqu'?(?:au|a|en)?|hasta|fino (?:a|al|alle)|sino al|"
    r"ate|tot|t/m|do|till och med|al|au)\b|-\s*$"
)
INCLUSIVE = re.compile(
    r"\b(?:including|inclusive|incl\.?|through|thru|einschlie(?:ss|b)lich|inklusive|inkl\.?|inclus\w{0,3}|"
    r"compris|incluido|compreso|incluso|inclusive|tot en met|t/m|en met|wlacznie|till och med|tom)\b"
)
RANGE = re.compile(
    r"\b(?:from|between|vom|von|zwischen|du|desde|del|dal|van|od|fran)\b (?:\w{1,10} ){0,2}\d[^?!]{0,35}$|"
    r"\d\S{0,12}\s*-\s*$"
)
BACK_AFTER = re.compile(
    r"^[^.?!]{0,20}?(?:に戻|から|より|に出社|以降|\b(?:wieder|zuruck|terug|weer|again|onwards?)\b)"
)
UNTIL_AFTER = re.compile(r"^[^.?!。]{0,8}まで")


@dataclass(frozen=True, slots=True)
class Return:
    """When somebody is back.

    `back` is the named day (the day after, for "until"); None if no day is named. `resume` is the
    working day on which an enrollment goes on; None where a person must decide.
    """

    back: date | None
    resume: date | None

    @property
    def needs_a_person(self) -> bool:
        return self.resume is None


def read_return(text: str, *, today: date, is_working_day: Callable[[date], bool]) -> Return:
    """Return when the writer of an automatic reply is back.

    Args:
        text: the reply, as it was written.
        today: the day on which it was written.
        is_working_day: tells the working days of the contact's country.
    """
    plain = folded(text[:MAX_TEXT])
    days = [_meaning(plain, each, is_working_day) for each in mentions(plain, today=today)]
    back = next((day for day, is_return in days if is_return), max((day for day, _ in days), default=None))
    if back is None:
        return Return(None, next_working_day(today + UNKNOWN, is_working_day))
    if not today <= back <= today + MAX_AWAY:
        return Return(back, None)
    return Return(back, next_working_day(back, is_working_day))


def next_working_day(day: date, is_working_day: Callable[[date], bool]) -> date:
    """Return `day`, or the first working day after it; after a month without one, `day` itself."""
    days = (day + timedelta(number) for number in range(31))
    return next((each for each in days if is_working_day(each)), day)


def _meaning(plain: str, found: Mention, is_working_day: Callable[[date], bool]) -> tuple[date, bool]:
    """Return the day of the return that a date stands for, and whether the text says so."""
    before, after = plain[max(0, found.start - BEFORE) : found.start], plain[found.end : found.end + AFTER]
    before = re.split(r"[.!?。\n]\s", before)[-1]
    back, until = _last(BACK, before), _last(UNTIL, before)
    is_until = until > back or bool(UNTIL_AFTER.search(after))
    if is_until and not BACK_AFTER.search(after):
        return _after(found.day, before, after, is_working_day), True
    is_back = back >= 0 or bool(BACK_AFTER.search(after))
    return found.day, is_back


def _after(day: date, before: str, after: str, is_working_day: Callable[[date], bool]) -> date:
    """Return the day after the last day away.

    Nobody's absence ends on the first working day after days off: "until Monday" names the return,
    unless the text includes that day.
    """
    is_included = bool(INCLUSIVE.search(f"{before} | {after}") or RANGE.search(before))
    is_first = is_working_day(day) and not is_working_day(day - timedelta(1))
    return day if is_first and not is_included else day + timedelta(1)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)
