from mauntic.broker.schedules import Schedule, declare
from mauntic.events import jobs

declare(Schedule(job=jobs.REDELIVER_DUE, minutes=1))
