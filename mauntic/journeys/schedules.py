"""Schedules of journeys."""

from mauntic.broker.schedules import Schedule, declare
from mauntic.journeys import jobs

declare(Schedule(job=jobs.RESUME_MOVES, minutes=5))
