"""When the model in the shadow scores."""

from mauntic.broker.schedules import Schedule, declare
from scoring import jobs

declare(Schedule(job=jobs.SCORE_SHADOW, cron="23 2 * * *"))
