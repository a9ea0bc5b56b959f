"""Schedules of the SDR agent: what a worker left is done again."""

from mauntic.broker.schedules import Schedule, declare
from revops import jobs

declare(Schedule(job=jobs.DECIDE_LEADS, minutes=5))
declare(Schedule(job=jobs.READ_REPLIES, minutes=5))
