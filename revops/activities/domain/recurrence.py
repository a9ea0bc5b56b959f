"""When a recurring task is due next: on the clock of its owner, across months and daylight saving."""

import calendar
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

SATURDAY, WEEK = 5, 7
# A task that is completed years late is planned for its next date at once; more steps are never needed.
_MOST_STEPS = 40_000


class Rule(StrEnum):
    """How often a task recurs."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


def next_due(
    rule: Rule,
    *,
    due_at: datetime,
    completed_at: datetime,
    zone: tzinfo,
    day_of_month: int | None = None,
    until: date | None = None,
) -> datetime | None:
    """Return the first date of a recurring task after both its due date and its completion.

    The local time stays: 09:00 is 09:00 before and after a change of the clock. A local time that the clock
    skips moves to the other side of the gap.

    Args:
        rule: how often the task recurs.
        due_at: the due date of the completed task.
        completed_at: the time of the completion. Dates that passed meanwhile are skipped.
        zone: the time zone of the owner.
        day_of_month: the day that a monthly task was planned for; shorter months use their last day. None
            takes the day of `due_at`.
        until: the last day; None for no end.

    Returns: the date in UTC, or None after `until`.
    """
    local = due_at.astimezone(zone)
    day, wanted = local.date(), day_of_month or local.day
    for _step in range(_MOST_STEPS):
        day = _following(rule, day, wanted)
        if until and day > until:
            return None
        moment = _at(day, local, zone)
        if moment > max(due_at, completed_at):
            return moment
    return None


def _following(rule: Rule, day: date, wanted: int) -> date:
    if rule == Rule.MONTHLY:
        year, month = divmod(day.year * 12 + day.month, 12)
        return date(year, month + 1, min(wanted, calendar.monthrange(year, month + 1)[1]))
    following = day + timedelta(days=WEEK if rule == Rule.WEEKLY else 1)
    if rule == Rule.WEEKDAYS and following.weekday() >= SATURDAY:
        following += timedelta(days=WEEK - following.weekday())
    return following


def _at(day: date, local: datetime, zone: tzinfo) -> datetime:
    wall = datetime.combine(day, local.time().replace(fold=0), zone)
    return wall.astimezone(UTC)
