"""Schedules of the policy."""

from lead_intelligence import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.REFRESH_LEADS, minutes=15))
