"""What people said of who was a machine."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class TrafficKind(models.TextChoices):
    """What comes from browsers and may come from machines."""

    VISITS = "visits", "Page views"
    EVENTS = "events", "Events"
    DOWNLOADS = "downloads", "Downloads"


class Correction(models.Model):
    """A person turned the verdict of these rows round; it can be taken back once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=TrafficKind)
    is_bot = models.BooleanField()
    row_ids = ArrayField(models.UUIDField())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        count, what = len(self.row_ids), str(TrafficKind(self.kind).label).lower()
        whose = "bots" if self.is_bot else "people"
        return f"1 {what[:-1]} marked as {whose}" if count == 1 else f"{count} {what} marked as {whose}"
