"""Page views and events of people and bots."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.visitors.models import Visitor


class TrackedQuerySet(models.QuerySet[Any]):
    def counted(self, since: datetime) -> Self:
        """Return activity of people since then. That of bots is stored, but never counted."""
        return self.filter(occurred_at__gte=since, is_bot=False)


class Tracked(models.Model):
    """Activity of a contact or anonymous visitor.

    `occurred_at` is the time of the sender with its clock corrected; `clock_note` says why it was not used.
    `message_id` is the sender's: a repeated message is stored once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False
    )
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False
    )
    message_id = models.CharField(max_length=100, blank=True, db_default="")
    is_bot = models.BooleanField(default=False, db_default=False)
    bot_reason = models.CharField(max_length=120, blank=True, db_default="")
    user_agent = models.CharField(max_length=500, blank=True, db_default="")
    clock_note = models.CharField(max_length=120, blank=True, db_default="")
    occurred_at = models.DateTimeField(default=now)
    received_at = models.DateTimeField(default=now, db_default=models.functions.Now())

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(visitor__isnull=False), name="%(class)s_of_somebody"
            ),
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="%(class)s_kept_once"
            ),
        ]
        indexes = [
            # Activity of a lead, newest first.
            models.Index(fields=["contact", "-occurred_at"], name="%(class)ss_of_contact"),
            # Anonymous activity of a visitor, which is assigned when the visitor is linked.
            models.Index(
                fields=["visitor", "occurred_at"],
                condition=Q(contact__isnull=True),
                name="%(class)ss_unjoined",
            ),
            # The few rows of bots, which people review, newest first.
            models.Index(fields=["-id"], condition=Q(is_bot=True), name="%(class)ss_of_bots"),
        ]


class Visit(Tracked):
    """A page view."""

    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=300, blank=True, db_default="")
    referrer = models.CharField(max_length=2000, blank=True, db_default="")

    def __str__(self) -> str:
        return self.url


class TrackedEvent(Tracked):
    """An event that a website or product names itself, such as `Trial Started`."""

    name = models.CharField(max_length=200)
    properties = models.JSONField(default=dict, blank=True, db_default={})
    url = models.CharField(max_length=2000, blank=True, db_default="")

    def __str__(self) -> str:
        return self.name
