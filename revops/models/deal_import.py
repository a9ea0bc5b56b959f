"""Imports of deals: a file on its way in, and what became of it."""

from django.conf import settings
from django.db import models

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class DealImport(models.Model):
    """One file of deals. It is written as a whole or not at all; `failures` has the rows that were not."""

    class Status(models.TextChoices):
        MAPPING = "mapping", "Columns"
        PREVIEW = "preview", "Preview"
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        REVERTING = "reverting", "Being taken back"
        REVERTED = "reverted", "Taken back"

    class UnknownOwner(models.TextChoices):
        NOBODY = "nobody", "The deal belongs to nobody; its history keeps the name"
        ERROR = "error", "The row is not imported"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.FileField(upload_to="deal-imports/%Y/%m")
    file_name = models.CharField(max_length=255)
    columns = models.JSONField(default=list, help_text="headers of the file, in order")
    mapping = models.JSONField(default=dict, help_text="field of a deal -> column")
    unknown_owner = models.CharField(max_length=6, choices=UnknownOwner, default=UnknownOwner.NOBODY)
    status = models.CharField(max_length=9, choices=Status, default=Status.MAPPING)
    total = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list, help_text="of each: number, values by column, reason")
    made = models.JSONField(default=list, help_text="ids of the deals that it made")
    reverted_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0, help_text="not taken back: worked on since")
    note = models.TextField(blank=True, help_text="what the reader of the file had to assume")
    error = models.TextField(blank=True, help_text="why the last try stopped")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
