"""Schedules of sequences."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.RUN_SEQUENCES, minutes=1))
