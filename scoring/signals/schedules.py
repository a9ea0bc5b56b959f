"""The schedule of deleting old signals."""

from mauntic.broker.schedules import Schedule, declare
from scoring import jobs

declare(Schedule(job=jobs.DELETE_OLD_SIGNALS, cron="37 * * * *"))
