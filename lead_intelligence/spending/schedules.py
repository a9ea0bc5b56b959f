"""Schedules of spending."""

from lead_intelligence import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.WATCH_BUDGETS, minutes=1))
