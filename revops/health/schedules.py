"""Schedules of deal health."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.ASSESS_DEALS, cron="11 */4 * * *"))
