"""Deadlines of alerts, by priority."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mauntic.kernel.time.business_hours import AROUND_THE_CLOCK, BusinessHours

# Default hours to acknowledge, most urgent first.
DEFAULT_HOURS = {"critical": 1, "high": 4, "medium": 24, "low": 72}


@dataclass(frozen=True, slots=True)
class Sla:
    """The time to acknowledge alerts of a priority, counted in business hours or around the clock."""

    within: timedelta
    in_business_hours: bool = True


def deadline(sla: Sla, created_at: datetime, hours: BusinessHours) -> datetime:
    """Return the deadline of an alert."""
    counted = hours if sla.in_business_hours else AROUND_THE_CLOCK
    return counted.due(created_at, sla.within)
