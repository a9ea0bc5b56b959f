"""Schedules of text messages."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.SEND_TEXTS, minutes=1))
