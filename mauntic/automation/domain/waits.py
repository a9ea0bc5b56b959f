"""Until when a run waits: by the calendar of the person or the organization, never by that of UTC."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

ONE_DAY = timedelta(days=1)


def after(start: datetime, *, days: int, hours: int, at: time | None, zone: tzinfo) -> datetime:
    """Return the end of a wait of days and hours.

    A day later is the same time of the next day, also when the clocks change; an hour is 60 minutes. With a
    time of day, the wait ends at this time of that day, and never before it began.

    Args:
        start: when the wait begins.
        days: of the calendar in `zone`.
        hours: after the days; not together with `at`.
        at: a time of day in `zone`.
        zone: of the person, or of the organization.
    """
    if not days and at is None:
        return start + timedelta(hours=hours)
    local = start.astimezone(zone)
    day = local.date() + days * ONE_DAY
    moment = on_day(day, at or local.time(), zone)
    if at is not None and moment <= start:
        moment = on_day(day + ONE_DAY, at, zone)
    return moment + timedelta(hours=hours)


def on_day(day: date, at: time, zone: tzinfo) -> datetime:
    """Return a time of a day in a zone. One that the clocks skip is as much later as they skip."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def relative_to(known: date | datetime, *, days: int, at: time | None, zone: tzinfo) -> datetime:
    """Return the end of a wait until a date of a record, or until some days before or after it.

    Args:
        known: the date, or the moment, whose own time of day counts without `at`.
        days: later; negative for days before it.
        at: a time of day; without one, a date begins at midnight.
        zone: of the person, or of the organization.
    """
    if isinstance(known, datetime):
        local = known.astimezone(zone)
        return on_day(local.date() + days * ONE_DAY, at or local.time(), zone)
    return on_day(known + days * ONE_DAY, at or time(), zone)
