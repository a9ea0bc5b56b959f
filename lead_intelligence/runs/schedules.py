"""Schedules of enrichment jobs."""

from lead_intelligence import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.RESUME_JOBS, minutes=1))
