"""What came back: replies, automatic answers, bounces and complaints."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import Message
from mauntic.delivery.replies.domain.machine import AutoKind
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.normalize import email_key
from mauntic.kernel.secrets import EncryptedJSONField


class ReplyClass(models.TextChoices):
    """What an incoming mail is. A person corrects it; what was found first is kept."""

    POSITIVE = "positive", _("Interested")
    QUESTION = "question", _("Question")
    REFERRAL = "referral", _("Referral")
    MEETING = "meeting", _("Meeting")
    LATER = "later", _("Later")
    NEUTRAL = "neutral", _("Neutral")
    NEGATIVE = "negative", _("Not interested")
    UNSUBSCRIBE = "unsubscribe", _("Unsubscribe")
    AUTO_REPLY = "auto_reply", _("Automatic reply")
    BOUNCE = "bounce", _("Bounce")
    COMPLAINT = "complaint", _("Complaint")
    PARKED = "parked", _("Not readable")


HUMAN = frozenset(
    {
        ReplyClass.POSITIVE,
        ReplyClass.QUESTION,
        ReplyClass.REFERRAL,
        ReplyClass.MEETING,
        ReplyClass.LATER,
        ReplyClass.NEUTRAL,
        ReplyClass.NEGATIVE,
        ReplyClass.UNSUBSCRIBE,
    }
)
"""Classes that a person wrote. Only they count as replies."""


class ReplyQuerySet(models.QuerySet["Reply"]):
    def to_do(self, at: datetime) -> Self:
        """Return replies of people that wait for an answer."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at), done_at=None, is_human=True)

    def out_of_office(self) -> Self:
        """Return automatic replies of people who are away."""
        return self.filter(label=ReplyClass.AUTO_REPLY, kind=AutoKind.OUT_OF_OFFICE)


class Reply(models.Model):
    """An incoming mail that answers one of our messages, or comes from a lead.

    `text` has the new words only. `raw` is the whole mail, encrypted, and deleted after its retention time.
    `arrived_at` is when it was sent, by its own words, and `stored_at` when it was read. `sign` says how the
    answered message was found; a guess is shown as one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="replies", db_index=False)
    key = models.CharField(max_length=1000)
    header_id = models.CharField(max_length=1000, blank=True)
    references = models.TextField(blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="replies", db_index=False
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    sign = models.CharField(max_length=20, blank=True)
    sender_address = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    raw = EncryptedJSONField(null=True, blank=True, editable=False)
    label = models.CharField(max_length=20, choices=ReplyClass)
    kind = models.CharField(max_length=30, blank=True)
    sentiment = models.CharField(max_length=10, blank=True)
    signals = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    found_label = models.CharField(max_length=20, choices=ReplyClass)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_human = models.BooleanField(default=False)
    referral = models.CharField(max_length=254, blank=True, db_default="", default="")
    away_until = models.DateField(null=True, blank=True)
    arrived_at = models.DateTimeField(default=now)
    stored_at = models.DateTimeField(null=True, blank=True, default=now)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [models.UniqueConstraint(fields=["mailbox", "key"], name="one_reply_per_mail")]
        indexes = [
            models.Index(fields=["-arrived_at", "-id"], name="replies_newest"),
            models.Index(
                fields=["-arrived_at", "-id"],
                condition=Q(done_at=None, is_human=True),
                name="replies_to_do",
            ),
            models.Index(fields=["contact", "-arrived_at"], name="replies_of_contact"),
            # The sweep of sequences looks at the newest ones each minute.
            models.Index(fields=["stored_at"], name="replies_by_reading"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender_address

    @property
    def is_from_other_address(self) -> bool:
        """Whether a person wrote it from another address than that of the lead."""
        stored = self.contact.email if self.contact else ""
        return bool(self.is_human and stored and email_key(stored) != email_key(self.sender_address))


class InboxState(models.Model):
    """How far the inbox of a mailbox was read. `uid_validity` changes when the server gives out new UIDs.

    `account` is a digest of server and user: another account may have the same `uid_validity`. `deaths`
    counts the workers that began with the mail `next_uid` and did not end.
    """

    mailbox = models.OneToOneField(
        Mailbox, primary_key=True, on_delete=models.CASCADE, related_name="inbox_state"
    )
    uid_validity = models.BigIntegerField(default=0)
    next_uid = models.BigIntegerField(default=1)
    account = models.CharField(max_length=64, blank=True, default="", db_default="")
    deaths = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("state of an inbox")
        verbose_name_plural = _("states of inboxes")

    def __str__(self) -> str:
        return str(self.mailbox_id)
