"""Writes of notifications."""

from mauntic.notifications.models import Kind
from mauntic.notifications.services.mail import resend_due_mails, send_mails
from mauntic.notifications.services.notify import Notice, notify
from mauntic.notifications.services.owners import tell_of_alerts, tell_of_failures, tell_of_research
from mauntic.notifications.services.reading import mark_all_read, mark_read, set_preferences

__all__ = [
    "Kind",
    "Notice",
    "mark_all_read",
    "mark_read",
    "notify",
    "resend_due_mails",
    "send_mails",
    "set_preferences",
    "tell_of_alerts",
    "tell_of_failures",
    "tell_of_research",
]
