"""The dates that the product takes: 1970 to 2200.

Beyond them are no business dates but mistakes and placeholders, such as .NET's 0001-01-01 for "none", and the
ends of Python's calendar, where neither a change of zone nor a sum of days is possible any more.
"""

import zoneinfo
from datetime import UTC, date, datetime

FIRST_YEAR, LAST_YEAR = 1970, 2200
EARLIEST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
OUT_OF_RANGE = f"Enter a date between {FIRST_YEAR} and {LAST_YEAR}."


def is_in_range(day: date) -> bool:
    """Return whether a date or a moment is one that the product takes."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


class Zone(zoneinfo.ZoneInfo):
    """A time zone in which every moment can be shown: at the ends of the calendar it stays at UTC's hour.

    `ZoneInfo` raises `OverflowError` there, and with it every page that shows such a moment.
    """

    def fromutc(self, moment: datetime, /) -> datetime:
        """Return the moment in this zone; its time in UTC where the calendar has no other."""
        try:
            return super().fromutc(moment)
        except OverflowError:
            return moment


def time_zone(name: str) -> Zone:
    """Return the zone of this name. `ZoneInfoNotFoundError` when there is none."""
    return Zone(name)
