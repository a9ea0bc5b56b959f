"""Imports of deals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.imports.models import FileImport, Status


class DealImport(FileImport):
    """A file of deals, imported in one transaction. `failures` has the refused rows."""

    class UnknownOwner(models.TextChoices):
        NOBODY = "nobody", _("Import without an owner; the history keeps the name")
        ERROR = "error", _("Skip the row")

    file = models.FileField(
        upload_to="deal-imports/%Y/%m", help_text=_("The uploaded file, later only its rows")
    )
    checked = models.FileField(
        upload_to="deal-imports/%Y/%m",
        blank=True,
        default="",
        db_default="",
        help_text=_("Result of the check of a large file"),
    )
    mapping = models.JSONField(default=dict, help_text=_("Field of the deal -> column"))
    unknown_owner = models.CharField(max_length=6, choices=UnknownOwner, default=UnknownOwner.NOBODY)
    # These two columns are older than the ones of `FileImport`, and differ from them in the database.
    status = models.CharField(max_length=9, choices=Status, default=Status.MAPPING)
    processed = models.PositiveIntegerField(default=0, db_default=0, help_text=_("Rows read so far"))
    failures = models.JSONField(default=list, help_text=_("Number, values by column and reason of each row"))
    made = models.JSONField(default=list, help_text=_("Ids of the created deals"))

    class Meta(FileImport.Meta):
        ordering = ["-created_at", "-id"]
        verbose_name = _("deal import")
        verbose_name_plural = _("deal imports")
