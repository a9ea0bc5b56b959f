"""Schedules of the cache."""

from lead_intelligence import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.CLEAN_CACHE, minutes=60))
