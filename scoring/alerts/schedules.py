"""The schedule of expiring alerts."""

from mauntic.broker.schedules import Schedule, declare
from scoring import jobs

declare(Schedule(job=jobs.EXPIRE_ALERTS, minutes=1))
