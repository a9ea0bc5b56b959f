"""The time that conditions count from: a moment, and the calendar days of the organization."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any


@dataclass(frozen=True, slots=True)
class At:
    """The time of an evaluation. `zone` is that of the organization, whose days conditions on dates count."""

    now: datetime
    zone: tzinfo | None = None

    def ago(self, **length: float) -> datetime:
        """Return the moment before now by a length of time, such as `hours=3`; now without one."""
        # In UTC: in a zone, a difference of moments leaves out the hour that a change of the clock adds.
        return self.now.astimezone(UTC) - timedelta(**length)

    def day(self, later: int = 0) -> date:
        """Return the organization's today, or the day that is `later` days after it."""
        return self.now.astimezone(self._zone()).date() + timedelta(days=later)

    def end_of_day(self, later: int) -> datetime:
        """Return the midnight that ends the day that is `later` days after today."""
        return datetime.combine(self.day(later + 1), time(), self._zone()).astimezone(UTC)

    def _zone(self) -> tzinfo:
        if self.zone is None:
            raise ValueError("Conditions on calendar days need the time zone of the organization.")
        return self.zone


def is_day(value: Any) -> bool:
    """Return whether the value is a date, and not a moment, which is a date for Python."""
    return isinstance(value, date) and not isinstance(value, datetime)
