"""Jobs of notifications. Their names are stable."""

from mauntic.broker import Job

SEND_MAILS = Job[[list[str]]]("notifications.send_mails")
RESEND_DUE_MAILS = Job[[]]("notifications.resend_due_mails")
