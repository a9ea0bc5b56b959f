"""Schedules of routing."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.REROUTE_LEAVERS, minutes=1))
declare(Schedule(job=jobs.RETRY_UNROUTED, minutes=10))
