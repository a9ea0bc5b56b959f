"""The schedule of resuming recalculations."""

from mauntic.broker.schedules import Schedule, declare
from scoring import jobs

declare(Schedule(job=jobs.RESUME_RECALCULATION, minutes=5))
