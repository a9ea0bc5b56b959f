"""How soon somebody must act on a signal, by its priority."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mauntic.kernel.business_hours import AROUND_THE_CLOCK, BusinessHours

# Most urgent first; hours until the deadline, unless the organization set something else.
DEFAULT_HOURS = {"critical": 1, "high": 4, "medium": 24, "low": 72}


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised for a priority: `within`, counted in business hours or around the clock."""

    within: timedelta
    in_business_hours: bool = True


def deadline(promise: Promise, created_at: datetime, hours: BusinessHours) -> datetime:
    """When an alert runs out."""
    counted = hours if promise.in_business_hours else AROUND_THE_CLOCK
    return counted.due(created_at, promise.within)
