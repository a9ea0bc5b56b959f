"""Hours in which no messages go, by the clock of whoever would get them."""

from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from mauntic.automation.domain.waits import ONE_DAY, on_day

DAYS_PER_WEEK, ONE_DAY_MINUTES = 7, 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From a time of day to another one, which may be on the next day. The end is not quiet."""

    start: time
    end: time


def quiet_until(at: datetime, quiet: QuietHours, zone: tzinfo) -> datetime | None:
    """Return when the quiet hours around a moment end; None if it is in none.

    Args:
        at: any moment.
        quiet: the hours.
        zone: where their clock is.
    """
    local = at.astimezone(zone)
    clock, day = local.time(), local.date()
    if quiet.start < quiet.end:
        is_quiet = quiet.start <= clock < quiet.end
    else:
        is_quiet = clock >= quiet.start or clock < quiet.end
        day = day + ONE_DAY if clock >= quiet.start else day
    if not is_quiet:
        return None
    end = on_day(day, quiet.end, zone)
    # In the hour that the clocks repeat, the end may be behind already.
    return end if end > at else None


def open_week(quiet: QuietHours) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return when messages go: for each day of a week, spans in minutes after midnight."""
    start, end = _minutes(quiet.start), _minutes(quiet.end)
    spans = ((0, start), (end, ONE_DAY_MINUTES)) if start < end else ((end, start),)
    return (tuple(span for span in spans if span[0] < span[1]),) * DAYS_PER_WEEK


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
