"""Hours in which no messages go, by the clock of whoever would get them."""

from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from mauntic.automation.domain.waits import ONE_DAY, on_day


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
