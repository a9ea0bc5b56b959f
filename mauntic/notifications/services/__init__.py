"""Writes of notifications."""

from mauntic.notifications.models import Kind
from mauntic.notifications.services.mail import resend_due_mails, send_mails
from mauntic.notifications.services.mailboxes import notify_of_mailboxes
from mauntic.notifications.services.notices import Notice, notify
from mauntic.notifications.services.owners import (
    notify_of_failures,
    notify_of_research,
)
from mauntic.notifications.services.reading import mark_all_read, mark_read, mark_urls_read, set_preferences

__all__ = [
    "Kind",
    "Notice",
    "mark_all_read",
    "mark_read",
    "mark_urls_read",
    "notify",
    "notify_of_failures",
    "notify_of_mailboxes",
    "notify_of_research",
    "resend_due_mails",
    "send_mails",
    "set_preferences",
]
