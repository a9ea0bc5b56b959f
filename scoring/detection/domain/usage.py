"""Spikes of product usage."""

from datetime import timedelta

BASELINE = timedelta(days=14)
SPIKES_AT = 3
# Fewer events are no spike, even after two quiet weeks. An organization may set another number in its rule.
LEAST_EVENTS = 3


def is_spike(*, today: int, before: int, least: int = LEAST_EVENTS) -> bool:
    """Return whether the number of events today is a spike, given the number in the previous 14 days.

    A spike has at least `least` events, and three times the daily mean. First events are none.
    """
    mean = before / BASELINE.days
    return before > 0 and today >= max(least, SPIKES_AT * mean)
