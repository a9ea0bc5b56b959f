"""Months and quarters, as forecasts and quotas name them: `2026-11`, `2026-Q4`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from mauntic.kernel.display import month_name
from mauntic.kernel.errors import NotFound
from mauntic.kernel.translation import gettext as _

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
        """Return the period with a code such as `2026-Q4`.

        Raises:
            NotFound: there is no such period.
        """
        for pattern, months in ((_QUARTER, MONTHS_PER_QUARTER), (_MONTH, 1)):
            if (found := pattern.fullmatch(code)) and int(found[1]) <= _LAST_YEAR:
                return cls(date(int(found[1]), (int(found[2]) - 1) * months + 1, 1), months)
        problem = _('"{code}" is not a period. Enter a quarter such as 2026-Q4 or a month such as 2026-11.')
        raise NotFound(problem.format(code=code))

    @classmethod
    def month_of(cls, day: date) -> Self:
        """Return the month of `day`."""
        return cls(day.replace(day=1), 1)

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        """Return the quarter of `day`."""
        month = (day.month - 1) // MONTHS_PER_QUARTER * MONTHS_PER_QUARTER + 1
        return cls(date(day.year, month, 1), MONTHS_PER_QUARTER)

    @property
    def is_quarter(self) -> bool:
        """Whether the period is a quarter and not a month."""
        return self.months == MONTHS_PER_QUARTER

    @property
    def code(self) -> str:
        """The code in URLs and the database."""
        if self.is_quarter:
            return f"{self.first.year}-Q{(self.first.month - 1) // MONTHS_PER_QUARTER + 1}"
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """The name: `Q4 2026`, `Nov 2026`."""
        if not self.is_quarter:
            return month_name(self.first)
        quarter = (self.first.month - 1) // MONTHS_PER_QUARTER + 1
        return _("Q{quarter} {year}").format(quarter=quarter, year=self.first.year)

    @property
    def last(self) -> date:
        """The last day."""
        return self.shifted(1).first - timedelta(days=1)

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def season(self) -> int:
        """The number of periods per season: months repeat within quarters, quarters within years."""
        return MONTHS_PER_YEAR // MONTHS_PER_QUARTER if self.is_quarter else MONTHS_PER_QUARTER

    def shifted(self, by: int) -> Self:
        """Return the period `by` periods later, or earlier if negative."""
        month = self.first.year * MONTHS_PER_YEAR + self.first.month - 1 + by * self.months
        return type(self)(date(month // MONTHS_PER_YEAR, month % MONTHS_PER_YEAR + 1, 1), self.months)

    def months_of(self) -> list[Self]:
        """Return the months of the period."""
        month = type(self)(self.first, 1)
        return [month.shifted(number) for number in range(self.months)]

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the start and the end (exclusive) of the period in `zone`."""
        start, after = (
            datetime.combine(day, time.min, zone) for day in (self.first, self.last + timedelta(1))
        )
        return start, after

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.code


def forecast_periods(today: date) -> list[Period]:
    """Return the periods that are forecast daily: this month, this quarter and the next quarter."""
    quarter = Period.quarter_of(today)
    return [Period.month_of(today), quarter, quarter.shifted(1)]
