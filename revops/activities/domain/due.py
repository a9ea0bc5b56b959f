"""Due dates that people choose by name: tomorrow, in three days, next week."""

from datetime import datetime, time, timedelta
from enum import StrEnum

MORNING = time(9)
_LATER = timedelta(hours=3)
_HALF_HOUR = timedelta(minutes=30)
_WEEK = 7


class When(StrEnum):
    """A due date by name."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    THREE_DAYS = "3days"
    NEXT_WEEK = "week"


def due_date(when: When, *, now: datetime) -> datetime:
    """Return the moment that a name stands for: 09:00 of the day, or three hours from now.

    Args:
        when: the name.
        now: the present in the person's time zone.
    """
    if when == When.TODAY:
        return _rounded_up(now + _LATER)
    days = {When.TOMORROW: 1, When.THREE_DAYS: 3, When.NEXT_WEEK: _WEEK - now.weekday()}[when]
    return datetime.combine(now.date() + timedelta(days=days), MORNING, now.tzinfo)


def moved_to_tomorrow(due_at: datetime, *, now: datetime) -> datetime:
    """Return the same time of day, tomorrow.

    Args:
        due_at: the due date, in the person's time zone.
        now: the present in the same zone.
    """
    return datetime.combine(now.date() + timedelta(days=1), due_at.time().replace(fold=0), now.tzinfo)


def _rounded_up(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (-past % _HALF_HOUR)
