"""The range of dates that Mauntic accepts: 1970 to 2200.

Other dates are mistakes and placeholders, such as .NET's 0001-01-01 for "none". At the ends of Python's
calendar, neither a change of zone nor a sum of days is possible.
"""

import zoneinfo
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1970, 2200
EARLIEST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


def out_of_range() -> str:
    """Return the error for a date out of the range."""
    return _("Enter a date between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)


def is_in_range(day: date) -> bool:
    """Return whether a date or a moment is in the range."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


class Zone(zoneinfo.ZoneInfo):
    """A time zone that can show every moment. At the ends of the calendar, it shows the time in UTC.

    `ZoneInfo` raises `OverflowError` there, which would break every page that shows such a moment.
    """

    def fromutc(self, moment: datetime, /) -> datetime:
        """Return the moment in this zone, or in UTC at the ends of the calendar."""
        try:
            return super().fromutc(moment)
        except OverflowError:
            return moment


def time_zone(name: str) -> Zone:
    """Return the zone of this name.

    Raises: `ZoneInfoNotFoundError`.
    """
    return Zone(name)
