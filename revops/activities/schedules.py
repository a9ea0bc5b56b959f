"""Schedules of activities."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.REMIND_OF_TASKS, minutes=1))
declare(Schedule(job=jobs.PURGE_DELETED_ACTIVITIES, cron="47 * * * *"))
