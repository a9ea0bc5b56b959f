"""Schedules of research."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.RESUME_RESEARCH, minutes=1))
declare(Schedule(job=jobs.PURGE_RESEARCH, cron="53 * * * *"))
