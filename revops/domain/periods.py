"""Months and quarters, as forecasts and quotas name them: `2026-11`, `2026-Q4`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from mauntic.kernel.errors import NotFound

MONTHS_PER_YEAR, MONTHS_PER_QUARTER = 12, 3
_QUARTER = re.compile(r"([1-9]\d{3})-Q([1-4])", re.ASCII)
_MONTH = re.compile(r"([1-9]\d{3})-(0[1-9]|1[0-2])", re.ASCII)
_LAST_YEAR = 2199


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month or a quarter of the calendar, by its first day and its number of months."""

    first: date
    months: int

    @classmethod
    def parse(cls, code: str) -> Self:
        """The period that `code` names; `NotFound` when it names none."""
        for pattern, months in ((_QUARTER, MONTHS_PER_QUARTER), (_MONTH, 1)):
            if (found := pattern.fullmatch(code)) and int(found[1]) <= _LAST_YEAR:
                return cls(date(int(found[1]), (int(found[2]) - 1) * months + 1, 1), months)
        raise NotFound(f"“{code}” is no period. Write a quarter as 2026-Q4 or a month as 2026-11.")

    @classmethod
    def month_of(cls, day: date) -> Self:
        """The month that `day` lies in."""
        return cls(day.replace(day=1), 1)

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        """The quarter that `day` lies in."""
        month = (day.month - 1) // MONTHS_PER_QUARTER * MONTHS_PER_QUARTER + 1
        return cls(date(day.year, month, 1), MONTHS_PER_QUARTER)

    @property
    def is_quarter(self) -> bool:
        """Whether it is a quarter, not a month."""
        return self.months == MONTHS_PER_QUARTER

    @property
    def code(self) -> str:
        """Its name in addresses and rows."""
        if self.is_quarter:
            return f"{self.first.year}-Q{(self.first.month - 1) // MONTHS_PER_QUARTER + 1}"
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """Its name for people: `Q4 2026`, `November 2026`."""
        year, _, quarter = self.code.partition("-")
        return f"{quarter} {year}" if self.is_quarter else f"{self.first:%B} {year}"

    @property
    def last(self) -> date:
        """Its last day."""
        return self.shifted(1).first - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def season(self) -> int:
        """After how many periods its season comes again: months run in quarters, quarters in years."""
        return MONTHS_PER_YEAR // MONTHS_PER_QUARTER if self.is_quarter else MONTHS_PER_QUARTER

    def shifted(self, by: int) -> Self:
        """The period `by` periods later, or earlier when it is negative."""
        month = self.first.year * MONTHS_PER_YEAR + self.first.month - 1 + by * self.months
        return type(self)(date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1), self.months)

    def months_of(self) -> list[Self]:
        """The months that it is made of."""
        month = type(self)(self.first, 1)
        return [month.shifted(number) for number in range(self.months)]

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Its first moment and the first moment after it, in `zone`."""
        start, after = (
            datetime.combine(day, time.min, zone) for day in (self.first, self.last + timedelta(1))
        )
        return start, after

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.code


def forecast_periods(today: date) -> list[Period]:
    """What is forecast every day: this month, this quarter and the next quarter."""
    quarter = Period.quarter_of(today)
    return [Period.month_of(today), quarter, quarter.shifted(1)]
