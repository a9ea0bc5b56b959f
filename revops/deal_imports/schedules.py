"""When the jobs of deal imports run."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.RESTART_STALLED_READING, minutes=1))
