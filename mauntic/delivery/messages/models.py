"""The outbox: one row for every email that goes out, whoever sends it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.domain.holds import Hold
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class MessageState(models.TextChoices):
    """What became of a message. `unknown`: handed over when a worker died, and a person decides."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("Unknown")
    REFUSED = "refused", _("Refused by the server")
    CANCELLED = "cancelled", _("Canceled")


class Rank(models.IntegerChoices):
    """Which messages go first where a limit does not let all go."""

    PERSONAL = 0, _("Written by a person")
    FOLLOW_UP = 1, _("Follow-up")
    FIRST = 2, _("First email")


BOUNCED = Q(failure__in=[BounceKind.HARD, BounceKind.POLICY]) | Q(bounced_at__isnull=False)
"""Messages that came back or were refused for good: to addresses that do not exist, or for who we are.

Messages of a former release have no kind, and the time of a hard bounce alone. Every count of bounces is of
these.
"""


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> Self:
        """Return messages at which the gate looks again."""
        return self.filter(state=MessageState.WAITING, look_at__lte=at)

    def on_their_way(self) -> Self:
        """Return messages that count for the limits of a mailbox: sent, or perhaps sent."""
        return self.filter(state__in=[MessageState.CLAIMED, MessageState.SENT, MessageState.UNKNOWN])


class Message(models.Model):
    """An email to one lead.

    `subject` and `body` hold tokens until the message is claimed; then `sent_subject` and `sent_text` hold
    what goes out. `origin_kind` and `origin_id` say what sent it, such as a sequence and its enrollment, and
    `origin_step` which of its emails it is: one message for each. `look_at` is when the gate looks next,
    `handed_at` when the message was handed to the server; `is_event_due` says that it was sent and nobody was
    told yet. `failure` is the kind of a bounce or refusal; only a hard one, which speaks of the address, sets
    `bounced_at`. `provider_id` is how an e-mail service names the message.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="messages", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="messages", db_index=False)
    to_address = models.CharField(max_length=254)
    to_domain = models.CharField(max_length=253, blank=True)
    subject = models.CharField(max_length=500)
    body = models.TextField()
    values = models.JSONField(default=dict)
    sent_subject = models.CharField(max_length=500, blank=True)
    sent_text = models.TextField(blank=True)
    header_id = models.CharField(max_length=320, unique=True)
    in_reply_to = models.CharField(max_length=1000, blank=True)
    references = models.TextField(blank=True)
    thread = models.UUIDField(default=new_id)

    origin_kind = models.CharField(max_length=20)
    origin_id = models.UUIDField()
    origin_step = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    rank = models.PositiveSmallIntegerField(choices=Rank, default=Rank.FIRST)

    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    due_at = models.DateTimeField(default=now)
    look_at = models.DateTimeField(default=now)
    hold = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Hold], blank=True)
    hold_facts = models.JSONField(default=dict, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    is_event_due = models.BooleanField(default=False, db_default=False)
    server_words = models.CharField(max_length=300, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, default="", db_default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    clicked_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in BounceKind],
        blank=True,
        default="",
        db_default="",
    )
    complained_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            # A step is sent once, however often its job runs.
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id", "origin_step"], name="one_message_per_step"
            ),
        ]
        indexes = [
            models.Index(
                fields=["mailbox", "look_at"], condition=Q(state="waiting"), name="messages_that_wait"
            ),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="messages_claimed"),
            models.Index(fields=["mailbox", "-claimed_at"], name="messages_of_mailbox"),
            models.Index(fields=["to_domain", "-claimed_at"], name="messages_to_domain"),
            models.Index(fields=["contact", "-created_at"], name="messages_of_contact"),
            models.Index(fields=["state", "-created_at", "-id"], name="messages_by_state"),
            models.Index(fields=["thread"], name="messages_of_thread"),
            models.Index(fields=["handed_at"], condition=Q(is_event_due=True), name="messages_to_announce"),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="messages_by_provider_id"
            ),
        ]

    def __str__(self) -> str:
        return self.sent_subject or self.subject


class PastRecipient(models.Model):
    """Who got a message whose contact was deleted, as a digest: the links in the email go on to work.

    Its id is that of the message. The scope is the sender that one can unsubscribe from alone.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scope_kind = models.CharField(max_length=20, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("past recipient")
        verbose_name_plural = _("past recipients")

    def __str__(self) -> str:
        return self.digest[:12]
