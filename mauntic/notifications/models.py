"""What people were told, and how they want to be told."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Kind(models.TextChoices):
    URGENT_ALERT = "urgent_alert", "Critical and high alerts on my leads"
    ALERT = "alert", "Other alerts on my leads, and those I am given"
    ESCALATION = "escalation", "Alerts that were not acted on"
    ENRICHMENT = "enrichment", "Leads of mine that enrichment found too little about"
    RESEARCH = "research", "Research about my leads is ready"
    ROUTED = "routed", "Leads that I am given by the rules"
    DEAL = "deal", "Deals of mine that turn critical"


# What comes seldom and cannot wait is mailed unless a person says otherwise.
MAILED_BY_DEFAULT = frozenset({Kind.URGENT_ALERT, Kind.ESCALATION})


class MailState(models.TextChoices):
    NONE = "none", "Not mailed"
    WAITING = "waiting", "Waits for the mail job"
    CLAIMED = "claimed", "Handed to the mail server"
    REFUSED = "refused", "Refused by the mail server"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: User) -> Self:
        """What this person sees in the product."""
        return self.filter(user=user, in_app=True)

    def unread(self) -> Self:
        """What was not looked at."""
        return self.filter(read_at=None)

    def mail_due(self, at: datetime) -> Self:
        """Mails that should have left by then."""
        return self.filter(mail=MailState.WAITING, created_at__lte=at)


class Notification(models.Model):
    """One thing that a person is told, once per `dedupe_key`. `title` names no lead: it is mailed."""

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
            models.Index(fields=["user", "-created_at", "-id"], name="notifications_of_user"),
            models.Index(
                fields=["user"], condition=Q(read_at=None, in_app=True), name="notifications_unread"
            ),
            models.Index(
                fields=["created_at"], condition=Q(mail=MailState.WAITING), name="notifications_to_mail"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "dedupe_key"], name="notifications_are_told_once")
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How a person wants to be told of a kind; without a row the default holds."""

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
