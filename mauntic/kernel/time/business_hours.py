"""Business time: weekly opening hours in a time zone, without holidays and other closed days."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext

from mauntic.kernel.time.calendar import time_zone

MINUTES_PER_DAY = 24 * 60
DAYS_PER_WEEK = 7
ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)

EVERYWHERE = time_zone("UTC")

# From and until, in minutes after midnight of local time; 1440 is the end of the day.
Opening = tuple[int, int]
Week = Sequence[Sequence[Opening]]
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When an organization works. `week` begins on Monday; an empty week means around the clock."""

    zone: ZoneInfo = EVERYWHERE
    week: Week = ()
    closed_on: Container[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.week and (len(self.week) != DAYS_PER_WEEK or not any(self.week)):
            raise ValueError("A week has seven days and at least one opening.")

    @property
    def is_always_open(self) -> bool:
        """Whether all time is business time."""
        return not self.week

    def due(self, start: datetime, duration: timedelta) -> datetime:
        """Return the first moment (UTC) at which `duration` of business time has passed since `start`."""
        if self.is_always_open or duration <= timedelta(0):
            return start.astimezone(UTC) + max(duration, timedelta(0))
        left = duration
        for opens, closes in self._spans(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise AssertionError("The calendar ends before the duration does.")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the business time from `start` to `end`; zero if `end` is first."""
        if self.is_always_open:
            return max(end - start, timedelta(0))
        passed, until = timedelta(0), end.astimezone(UTC)
        for opens, closes in self._spans(start):
            if opens >= until:
                break
            passed += min(closes, until) - opens
        return passed

    def opens(self, moment: datetime) -> datetime:
        """Return the first moment of business time from `moment` on: itself, if it is one."""
        return moment if self.is_always_open else self.due(moment, ONE_SECOND) - ONE_SECOND

    def is_open(self, moment: datetime) -> bool:
        """Return whether the moment is in business time."""
        return self.between(moment, moment + ONE_SECOND) > timedelta(0)

    def _spans(self, start: datetime) -> Iterator[Span]:
        """Yield the spans of business time from `start` on, in UTC, in order and without overlap."""
        after = start.astimezone(UTC)
        # A day with a clock change can end after midnight UTC.
        day = after.astimezone(self.zone).date() - ONE_DAY
        while True:
            for opens, closes in self._spans_of(day):
                # Time that the clock skips in spring does not exist, so a span can end before it begins.
                begin = max(opens, after)
                if begin < closes:
                    yield begin, closes
                    after = closes
            day += ONE_DAY

    def _spans_of(self, day: date) -> Iterator[Span]:
        if day in self.closed_on:
            return
        for opens, closes in sorted(self.week[day.weekday()]):
            yield self._moment(day, opens), self._moment(day, closes)

    def _moment(self, day: date, minutes: int) -> datetime:
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001 (zoned next)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


AROUND_THE_CLOCK = BusinessHours()


@dataclass(frozen=True, slots=True)
class ClosedDays(Container[date]):
    """The public holidays of a country (ISO 3166-1 alpha-2) or a part of it, and further closed days."""

    country: str = ""
    subdivision: str = ""
    further: frozenset[date] = frozenset()
    _public: Container[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        public: Container[date] = frozenset()
        if self.country:
            public = holidays.country_holidays(self.country, subdiv=self.subdivision or None)
        object.__setattr__(self, "_public", public)

    def __contains__(self, day: object) -> bool:
        return day in self.further or day in self._public


def countries() -> dict[str, list[str]]:
    """Return the countries with known public holidays, and the codes of their parts with other holidays."""
    return {
        code: list(parts) for code, parts in holidays.list_supported_countries(include_aliases=False).items()
    }


def parse_openings(text: str) -> list[Opening]:
    """Parse `09:00-12:00, 13:00-17:30`. An empty text means closed.

    Raises: `ValueError` with a text for people.
    """
    found = sorted(_parse_opening(part.strip()) for part in text.split(",") if part.strip())
    for (_, closes), (opens, _) in pairwise(found):
        if opens < closes:
            raise ValueError(gettext("The times overlap."))
    return found


def _parse_opening(text: str) -> Opening:
    opens, dash, closes = (part.strip() for part in text.replace("–", "-").partition("-"))
    if not dash:
        raise ValueError(
            gettext('"{text}" is not a time span. Enter one such as 09:00-17:00.').format(text=text)
        )
    span = _parse_minutes(opens), _parse_minutes(closes)
    if span[0] >= span[1]:
        problem = gettext('"{text}" ends before it begins. Split hours past midnight between two days.')
        raise ValueError(problem.format(text=text))
    return span


def _parse_minutes(text: str) -> int:
    hours, colon, minutes = text.partition(":")
    well_formed = hours.isdecimal() and (minutes.isdecimal() or not colon)
    total = int(hours) * 60 + int(minutes or 0) if well_formed else -1
    if not 0 <= total <= MINUTES_PER_DAY or int(minutes or 0) >= 60:  # noqa: PLR2004 (of an hour)
        problem = gettext('"{text}" is not a time. Enter hours and minutes from 00:00 to 24:00.')
        raise ValueError(problem.format(text=text))
    return total


def format_openings(openings: Sequence[Sequence[int]]) -> str:
    """Return the openings as `parse_openings` reads them."""
    return ", ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in openings)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
