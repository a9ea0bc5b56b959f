"""Schedules of automation."""

from mauntic.automation import jobs
from mauntic.broker.schedules import Schedule, declare

declare(Schedule(job=jobs.PURGE, cron="29 * * * *"))
declare(Schedule(job=jobs.RESUME_DUE, minutes=1))
declare(Schedule(job=jobs.SWEEP, minutes=5))
