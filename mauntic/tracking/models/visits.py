"""What people and bots did: pages that were seen, and events that a site or product names itself."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.models.visitors import Visitor


class TrackedQuerySet(models.QuerySet[Any]):
    def counted(self, since: datetime) -> Self:
        """What people did since then; what bots did is kept and never counts."""
        return self.filter(occurred_at__gte=since, is_bot=False)


class Tracked(models.Model):
    """Something that a contact or an anonymous visitor did.

    `occurred_at` is the sender's time, its clock corrected; `clock_note` says when it could not be believed.
    `message_id` is the sender's: what comes twice is kept once.
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
            models.Index(fields=["contact", "-occurred_at"], name="%(class)ss_of_contact"),
            # What a visitor did before it was known is looked for when it becomes known.
            models.Index(
                fields=["visitor", "occurred_at"],
                condition=Q(contact__isnull=True),
                name="%(class)ss_unjoined",
            ),
            # The few that bots made are looked through by people, the latest first.
            models.Index(fields=["-id"], condition=Q(is_bot=True), name="%(class)ss_of_bots"),
        ]


class Visit(Tracked):
    """A page was seen."""

    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=300, blank=True, db_default="")
    referrer = models.CharField(max_length=2000, blank=True, db_default="")

    def __str__(self) -> str:
        return self.url


class TrackedEvent(Tracked):
    """Something that a site or product names itself, such as `Trial Started`."""

    name = models.CharField(max_length=200)
    properties = models.JSONField(default=dict, blank=True, db_default={})
    url = models.CharField(max_length=2000, blank=True, db_default="")

    def __str__(self) -> str:
        return self.name
