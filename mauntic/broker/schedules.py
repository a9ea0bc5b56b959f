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
    """Do the job for every organization every `minutes`, or by a `cron` line (UTC)."""

    job: Job[[]]
    minutes: int | None = None
    cron: str | None = None


def declare(schedule: Schedule) -> None:
    """Have `migrate` install the schedule. Called by the contexts' `schedules.py`."""
    _declared[schedule.job.name] = schedule


def install() -> None:
    """Make the schedule rows equal to what is declared; safe to run again."""
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
    """Whether the clock may make this call: the fan-out of a scheduled job, and nothing else."""
    return func == FAN_OUT and len(args) == 1 and args[0] in _declared and not kwargs


def fan_out(job: str) -> None:
    """Enqueue the job of that name once inside each organization. Called by django-q2 at each tick."""
    context.leave()
    for organization in Organization.objects.order_by("pk"):
        with context.entered(organization):
            enqueue_named(job)
