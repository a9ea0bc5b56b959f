from mauntic.broker.schedules import Schedule, declare
from mauntic.delivery import jobs

declare(Schedule(job=jobs.SEND_DUE, minutes=1))
declare(Schedule(job=jobs.COUNT_TOUCHES, minutes=1))
declare(Schedule(job=jobs.CHECK_RATES, minutes=15))
declare(Schedule(job=jobs.LOOK_UP_DOMAINS, minutes=60))
declare(Schedule(job=jobs.SYNC, minutes=2))
declare(Schedule(job=jobs.FORGET_RAW, minutes=60))
