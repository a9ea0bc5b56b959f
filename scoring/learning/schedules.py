"""The schedule of scores by the version in shadow."""

from mauntic.broker.schedules import Schedule, declare
from scoring import jobs

declare(Schedule(job=jobs.SCORE_SHADOW, cron="23 2 * * *"))
