"""What was sent and not kept: messages that are wrong, and visits of those who do not want to be followed."""

from django.db import models

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.models.keys import WriteKey


class RejectedMessage(models.Model):
    """A message that could not be taken, and why; kept for some days, so that its sender can be mended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    write_key = models.ForeignKey(
        WriteKey, null=True, blank=True, on_delete=models.SET_NULL, related_name="rejected_messages"
    )
    reason = models.CharField(max_length=300)
    message_id = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True, help_text="How the message begins.")
    received_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.reason


class UntrackedDay(models.Model):
    """How much came on a day (UTC) from visitors who do not want to be followed; nothing else is kept."""

    day = models.DateField(primary_key=True)
    messages = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.messages}"
