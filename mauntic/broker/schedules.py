"""The clock: django-q2 schedules in the public schema, each sending one message per organization."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django_q.models import Schedule as ScheduleRow

from mauntic.broker.jobs import Job
from mauntic.broker.sending import enqueue_named
from mauntic.tenants import context
from mauntic.tenants.models import Organization

FAN_OUT = "mauntic.broker.schedules.fan_out"
_declared: dict[str, "Schedule"] = {}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that runs for every organization every `minutes`, or as a `cron` expression in UTC sets."""

    job: Job[[]]
    minutes: int | None = None
    cron: str | None = None


def declare(schedule: Schedule) -> None:
    """Declare a schedule, which `migrate` installs. Called by `schedules.py` of the contexts."""
    _declared[schedule.job.name] = schedule


def install() -> None:
    """Create, update and delete schedule rows as declared. Safe to run again."""
    # Rows of other functions are removed, too: `clock.ClockQueue` would refuse each of their ticks.
    ScheduleRow.objects.exclude(name__in=_declared).delete()
    for schedule in _declared.values():
        ScheduleRow.objects.update_or_create(
            name=schedule.job.name,
            defaults={
                "func": FAN_OUT,
                "args": repr((schedule.job.name,)),
                "schedule_type": ScheduleRow.CRON if schedule.cron else ScheduleRow.MINUTES,
                "minutes": schedule.minutes,
                "cron": schedule.cron,
                "repeats": -1,
            },
        )


def is_declared(func: object, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """Return whether the clock may make this call, which must be the fan-out of a scheduled job."""
    return func == FAN_OUT and len(args) == 1 and args[0] in _declared and not kwargs


def fan_out(job: str) -> None:
    """Send a job once for each organization. Called by django-q2 at each tick.

    Args: `job` is the name of the job.
    """
    context.leave()
    for organization in Organization.objects.order_by("pk"):
        with context.entered(organization):
            enqueue_named(job)
