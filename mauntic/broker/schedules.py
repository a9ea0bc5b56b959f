"""The clock: django-q2 schedules in the public schema, each sending one message per organization."""

from dataclasses import dataclass

from django_q.models import Schedule as ScheduleRow

from mauntic.broker.sending import send
from mauntic.tenants import context
from mauntic.tenants.models import Organization

_FAN_OUT = "mauntic.broker.schedules.fan_out"
_declared: dict[str, "Schedule"] = {}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Run the actor for every organization every `minutes`, or by a `cron` line (UTC)."""

    actor: str
    minutes: int | None = None
    cron: str | None = None


def declare(schedule: Schedule) -> None:
    """Have `migrate` install the schedule. Called by the contexts' `schedules.py`."""
    _declared[schedule.actor] = schedule


def install() -> None:
    """Make the schedule rows equal to what is declared; safe to run again."""
    ScheduleRow.objects.filter(func=_FAN_OUT).exclude(name__in=_declared).delete()
    for schedule in _declared.values():
        ScheduleRow.objects.update_or_create(
            name=schedule.actor,
            defaults={
                "func": _FAN_OUT,
                "args": repr((schedule.actor,)),
                "schedule_type": ScheduleRow.CRON if schedule.cron else ScheduleRow.MINUTES,
                "minutes": schedule.minutes,
                "cron": schedule.cron,
                "repeats": -1,
            },
        )


def fan_out(actor: str) -> None:
    """Send the actor's message once inside each organization. Called by django-q2 at each tick."""
    context.leave()
    for organization in Organization.objects.order_by("pk"):
        with context.entered(organization):
            send(actor)
