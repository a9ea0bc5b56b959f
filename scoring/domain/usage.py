"""When somebody uses the product much more than they are used to."""

from datetime import timedelta

BASELINE = timedelta(days=14)
SPIKES_AT = 3
# A handful of clicks after two quiet weeks is no spike.
LEAST_EVENTS = 10


def is_spike(*, today: int, before: int) -> bool:
    """Whether so many events today are a spike, after so many in the 14 days before.

    At least ten, and three times the daily mean. Who was never seen before is new, which is no spike.
    """
    mean = before / BASELINE.days
    return before > 0 and today >= max(LEAST_EVENTS, SPIKES_AT * mean)
