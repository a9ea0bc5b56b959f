"""Notifications and preferences."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Kind(models.TextChoices):
    URGENT_ALERT = "urgent_alert", _("Critical and high alerts on my leads")
    ALERT = "alert", _("Other alerts on my leads, and alerts assigned to me")
    ESCALATION = "escalation", _("Escalated alerts")
    ENRICHMENT = "enrichment", _("Incomplete enrichment of my leads")
    RESEARCH = "research", _("Research about my leads")
    ROUTED = "routed", _("Leads assigned to me by routing rules")
    DEAL = "deal", _("My deals that become critical")
    TASK = "task", _("Reminders of my tasks")
    MAILBOX = "mailbox", _("Mailboxes that were switched off or paused")
    AUTOMATION = "automation", _("Workflows and journeys: what they tell me, and when one is stopped")
    MODEL = "model", _("Effects of scoring models that I activated")


# Rare and urgent kinds, which are sent by email by default.
MAILED_BY_DEFAULT = frozenset({Kind.URGENT_ALERT, Kind.ESCALATION, Kind.MAILBOX})


class MailState(models.TextChoices):
    NONE = "none", _("Not sent by email")
    WAITING = "waiting", _("Waiting for the email job")
    CLAIMED = "claimed", _("Sent to the mail server")
    REFUSED = "refused", _("Refused by the mail server")


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: User) -> Self:
        """Return notifications of a user in the product."""
        return self.filter(user=user, in_app=True)

    def unread(self) -> Self:
        """Return unread notifications."""
        return self.filter(read_at=None)

    def mail_due(self, at: datetime) -> Self:
        """Return emails that were due by then."""
        return self.filter(mail=MailState.WAITING, created_at__lte=at)


class Notification(models.Model):
    """A notification, unique per `dedupe_key`. `title` has no name of a lead, since it is sent by email."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    dedupe_key = models.CharField(max_length=200)
    in_app = models.BooleanField(default=True)
    mail = models.CharField(max_length=10, choices=MailState, default=MailState.NONE)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            # The page of a user, the bell, and the sweep of overdue emails.
            models.Index(fields=["user", "-created_at", "-id"], name="notifications_of_user"),
            models.Index(
                fields=["user"], condition=Q(read_at=None, in_app=True), name="notifications_unread"
            ),
            models.Index(
                fields=["created_at"], condition=Q(mail=MailState.WAITING), name="notifications_to_mail"
            ),
        ]
        constraints = [
            # Receivers may run twice, and jobs at the same time: one notification is stored.
            models.UniqueConstraint(fields=["user", "dedupe_key"], name="notifications_are_told_once")
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How a user wants to be notified about a kind. Without a row the default applies."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    in_app = models.BooleanField(default=True)
    email = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
