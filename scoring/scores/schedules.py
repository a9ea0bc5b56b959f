"""The schedule of scoring contacts whose score changes with time."""

from mauntic.broker.schedules import Schedule, declare
from scoring import jobs

declare(Schedule(job=jobs.RESCORE_STALE, cron="7 * * * *"))
