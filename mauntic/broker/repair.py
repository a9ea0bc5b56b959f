"""Repair schedules after a jump of the system time, which leaves them too far in the future to run."""

from datetime import datetime, timedelta

import structlog
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.models import Schedule as ScheduleRow

log = structlog.get_logger(__name__)

# Between the computing of a next run and its storing: less than this is no jump.
TOLERANCE = timedelta(minutes=1)


def reset_far_schedules(now: datetime) -> int:
    """Move the schedules that lie further ahead than their interval to now, and free the clock's queue.

    The time went forward, schedules ran and were planned from there, and the time went back.

    Returns: the number of schedules moved.
    """
    far = [row for row in ScheduleRow.objects.filter(next_run__gt=now) if row.next_run > _latest(row, now)]
    if far:
        moved = ScheduleRow.objects.filter(pk__in=[row.pk for row in far]).update(next_run=now)
        log.error("clock.time_jumped", schedules=moved, furthest=max(row.next_run for row in far).isoformat())
    # A task of the queue that was being worked on then is locked until then.
    locked_until = now + timedelta(seconds=Conf.RETRY) + TOLERANCE
    OrmQ.objects.filter(lock__gt=locked_until).update(lock=now)
    return len(far)


def _latest(row: ScheduleRow, now: datetime) -> datetime:
    """Return the latest time at which the next run of a schedule may lie."""
    # A cron line is read by django-q2 from its own "now": from there it is the same rule as from ours.
    return row.calculate_next_run(now) + TOLERANCE
