"""Rejected messages, and counts of untracked ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.keys.models.keys import WriteKey


class RejectedMessage(models.Model):
    """A rejected message and the reason, stored for seven days, so that its sender can be corrected."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    write_key = models.ForeignKey(
        WriteKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="rejected_messages"
    )
    reason = models.CharField(max_length=300)
    message_id = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True, help_text=_("Start of the message."))
    received_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.reason


class UntrackedDay(models.Model):
    """Number of messages on a day (UTC) of visitors who refuse tracking. Nothing else is stored."""

    day = models.DateField(primary_key=True)
    messages = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.messages}"
