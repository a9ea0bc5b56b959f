from mauntic.broker.schedules import Schedule, declare
from mauntic.notifications import jobs

declare(Schedule(job=jobs.RESEND_DUE_MAILS, minutes=2))
