"""Jobs of delivery. Their names are stable."""

from mauntic.broker import Job

SEND_DUE = Job[[]]("delivery.send_due")
COUNT_TOUCHES = Job[[]]("delivery.count_touches")
CHECK_RATES = Job[[]]("delivery.check_rates")
LOOK_UP_DOMAINS = Job[[]]("delivery.look_up_domains")
LOOK_UP_DOMAIN = Job[[str]]("delivery.look_up_domain")
SYNC = Job[[]]("delivery.sync")
SYNC_MAILBOX = Job[[str]]("delivery.sync_mailbox")
FORGET_RAW = Job[[]]("delivery.forget_raw")
SEND_FROM_MAILBOX = Job[[str]]("delivery.send_from_mailbox")
