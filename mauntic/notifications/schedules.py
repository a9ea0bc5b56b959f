from mauntic.broker.schedules import Schedule, declare

declare(Schedule(actor="notifications.resend_due_mails", minutes=2))
