"""Schedules of approvals."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.SETTLE_PROPOSALS, minutes=5))
