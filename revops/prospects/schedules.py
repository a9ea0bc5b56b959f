"""The schedule of resuming the qualification of all leads."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.RESUME_QUALIFICATION, minutes=5))
