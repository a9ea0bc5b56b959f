"""Whether the clock ticks: django-q2 keeps the last tasks that it ran, and each of them was a tick."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django_q.models import Success

from mauntic.broker.schedules import FAN_OUT

# Schedules run every minute, so three missed minutes are no jitter.
SILENT_AFTER = timedelta(minutes=3)


def last_tick(now: datetime) -> QuerySet[Success, datetime]:
    """Return the time of the last tick, as a queryset of at most one value.

    Ticks that lie in the future are left out: the system time was set back since.
    """
    done = Success.objects.filter(func=FAN_OUT, stopped__lte=now).order_by("-stopped")
    return done.values_list("stopped", flat=True)[:1]


def silence(ticked_at: datetime | None, now: datetime) -> str:
    """Return the problem of a clock whose last tick was at `ticked_at`. Empty if it works."""
    if ticked_at is None:
        return "has not ticked yet"
    silent = now - ticked_at
    if silent < SILENT_AFTER:
        return ""
    return f"has not ticked for {int(silent.total_seconds() // 60)} minutes"
