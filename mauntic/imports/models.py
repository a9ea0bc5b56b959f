"""Base class of imports of files."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Status(models.TextChoices):
    """The steps of an import, in the order in which it takes them."""

    READING = "reading", _("Reading")
    MAPPING = "mapping", _("Mapping")
    CHECKING = "checking", _("Checking")
    PREVIEW = "preview", _("Preview")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    REVERTING = "reverting", _("Reverting")
    REVERTED = "reverted", _("Reverted")
    FAILED = "failed", _("Failed")


BUSY = frozenset({Status.READING, Status.CHECKING, Status.RUNNING, Status.REVERTING})
"""A worker has the import in its hands."""


class FileImport(models.Model):
    """A file with the meaning of its columns, the step that its import is at, and the numbers of its rows.

    Each kind of import stores its rows in its own way, and adds `file` and `mapping`.
    """

    Status = Status

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=255)
    columns = models.JSONField(default=list, help_text="headers of the file, in order")
    status = models.CharField(max_length=10, choices=Status, default=Status.MAPPING)
    total = models.PositiveIntegerField(default=0)
    processed = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    reverted_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0, help_text="left by the revert: changed since")
    note = models.TextField(blank=True, help_text="what the reader of the file had to assume")
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    progressed_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of its worker")

    objects = models.Manager["Self"]()

    if TYPE_CHECKING:
        file: Any
        mapping: Any

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Return whether a worker is processing it, so that pages show its progress."""
        return self.status in BUSY

    def still(self, *statuses: str) -> QuerySet[Self]:
        """Return the row of the import as a query that is empty once it has none of these statuses.

        An update of this query loses to whoever was first: another worker, or a person on a page.
        """
        return type(self).objects.filter(pk=self.pk, status__in=statuses)
