"""Schedules of the forecast."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

# Every half hour, since it is six o'clock somewhere at each of them.
declare(Schedule(job=jobs.SNAPSHOT_FORECAST, cron="*/30 * * * *"))
