"""Schedules of the runs of models."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.TEND_AGENT_RUNS, minutes=10))
