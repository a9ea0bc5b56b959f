"""The one place that reads the time, so that tests can hold it still."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the current time in UTC, with its time zone."""
    return timezone.now()
