"""Schedules of data quality."""

from lead_intelligence import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.REFRESH_QUALITY, cron="37 * * * *"))
