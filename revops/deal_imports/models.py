"""Imports of deals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.imports.models import FileImport, Status


class DealImport(FileImport):
    """A file of deals, imported in one transaction. `failures` has the refused rows."""

    class UnknownOwner(models.TextChoices):
        NOBODY = "nobody", _("Import without an owner; the history keeps the name")
        ERROR = "error", _("Skip the row")

    file = models.FileField(upload_to="deal-imports/%Y/%m", help_text="as uploaded, then its rows alone")
    checked = models.FileField(
        upload_to="deal-imports/%Y/%m",
        blank=True,
        default="",
        db_default="",
        help_text="what a worker found out for the preview of a large file",
    )
    mapping = models.JSONField(default=dict, help_text="field of a deal -> column")
    unknown_owner = models.CharField(max_length=6, choices=UnknownOwner, default=UnknownOwner.NOBODY)
    # These two columns are older than the ones of `FileImport`, and differ from them in the database.
    status = models.CharField(max_length=9, choices=Status, default=Status.MAPPING)
    processed = models.PositiveIntegerField(default=0, db_default=0, help_text="rows read so far")
    failures = models.JSONField(default=list, help_text="of each: number, values by column, reason")
    made = models.JSONField(default=list, help_text="ids of the deals that it made")

    class Meta(FileImport.Meta):
        ordering = ["-created_at", "-id"]
