"""Schedules of vendors."""

from lead_intelligence import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.CHECK_PROVIDERS, minutes=15))
