"""When the next step of an enrollment is due."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from mauntic.kernel.time.business_hours import BusinessHours
from revops.sequences.domain.steps import StepType

ONE_DAY = timedelta(days=1)
WORKDAYS = 5
"""Monday to Friday, where no week says which days are business days."""
LONGEST_SEARCH = 3_650
"""A calendar without a business day in ten years is a mistake."""


def days_before(step: StepType, previous: StepType | None, delay_days: int) -> int:
    """Return the days between two steps: at least one between two steps that reach the lead.

    Args:
        step: the type of the next step.
        previous: the type of the one before; None for the first.
        delay_days: as entered.
    """
    reaches_twice = step != StepType.WAIT and previous not in (None, StepType.WAIT)
    return max(delay_days, 1) if reaches_twice else delay_days


def due_after(start: datetime, days: int, *, in_business_days: bool, hours: BusinessHours) -> datetime:
    """Return when a step is due that follows `start` after so many days of the calendar of `hours`.

    The time of day stays, also when the clocks change. Where that day is closed at this time, the step is due
    when it opens; where the whole day is closed, when the next one does.

    Args:
        start: when the step before was done.
        days: of the lead's or the organization's calendar, never of UTC; 0 is at once.
        in_business_days: whether closed days and weekends do not count.
        hours: the send window with zone and closed days.
    """
    if days <= 0:
        return start.astimezone(UTC)
    local = start.astimezone(hours.zone)
    day = _business_day(local.date(), days, hours) if in_business_days else local.date() + days * ONE_DAY
    moment = local.replace(year=day.year, month=day.month, day=day.day, fold=0).astimezone(UTC)
    if hours.is_always_open or hours.is_open(moment):
        return moment
    midnight = datetime(day.year, day.month, day.day, tzinfo=hours.zone).astimezone(UTC)
    return hours.opens(midnight)


def after_pause(due_at: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
    """Return when a step is due after a pause: what was left to wait is left again.

    However long the pause was, no step that fell due in it is made up for.
    """
    return resumed_at + max(due_at - paused_at, timedelta(0))


def _business_day(day: date, days: int, hours: BusinessHours) -> date:
    left = days
    for turn in count(1):
        day += ONE_DAY
        left -= _is_business_day(day, hours)
        if not left:
            break
        if turn > LONGEST_SEARCH:
            raise ValueError("The calendar has no business days.")
    return day


def _is_business_day(day: date, hours: BusinessHours) -> bool:
    weekday = day.weekday()
    is_open = bool(hours.week[weekday]) if hours.week else weekday < WORKDAYS
    return is_open and day not in hours.closed_on
