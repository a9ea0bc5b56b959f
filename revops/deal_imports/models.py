"""Imports of deals."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class DealImport(models.Model):
    """A file of deals, imported in one transaction. `failures` has the refused rows."""

    class Status(models.TextChoices):
        READING = "reading", _("Reading")
        MAPPING = "mapping", _("Columns")
        CHECKING = "checking", _("Checking")
        PREVIEW = "preview", _("Preview")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        REVERTING = "reverting", _("Reverting")
        REVERTED = "reverted", _("Reverted")
        FAILED = "failed", _("Failed")

    class UnknownOwner(models.TextChoices):
        NOBODY = "nobody", _("Import without an owner; the history keeps the name")
        ERROR = "error", _("Skip the row")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.FileField(upload_to="deal-imports/%Y/%m", help_text="as uploaded, then its rows alone")
    checked = models.FileField(
        upload_to="deal-imports/%Y/%m",
        blank=True,
        default="",
        db_default="",
        help_text="what a worker found out for the preview of a large file",
    )
    file_name = models.CharField(max_length=255)
    columns = models.JSONField(default=list, help_text="headers of the file, in order")
    mapping = models.JSONField(default=dict, help_text="field of a deal -> column")
    unknown_owner = models.CharField(max_length=6, choices=UnknownOwner, default=UnknownOwner.NOBODY)
    status = models.CharField(max_length=9, choices=Status, default=Status.MAPPING)
    total = models.PositiveIntegerField(default=0)
    processed = models.PositiveIntegerField(default=0, db_default=0, help_text="rows read so far")
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
    progressed_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of the reader")

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name
