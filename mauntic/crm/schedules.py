from mauntic.broker.schedules import Schedule, declare
from mauntic.crm import jobs

declare(Schedule(job=jobs.RESTART_STALLED_IMPORTS, minutes=1))
declare(Schedule(job=jobs.SWEEP_SEGMENTS, minutes=1))
