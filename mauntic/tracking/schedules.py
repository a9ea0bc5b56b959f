from mauntic.broker.schedules import Schedule, declare
from mauntic.tracking import jobs

declare(Schedule(job=jobs.DOUBT_QUICK_VISITS, minutes=1))
declare(Schedule(job=jobs.FORGET_REJECTED, minutes=60))
