"""When the jobs of deals run."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.RESUME_DEAL_RUNS, minutes=1))
