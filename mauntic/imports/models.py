"""Base class of imports of files."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.display import without_stop
from mauntic.kernel.files.limits import LONGEST_SHEET
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


class Verdict(models.TextChoices):
    """What an import does with a row, and did with it afterwards."""

    CREATE = "create", _("New")
    UPDATE = "update", _("Updated")
    SKIP = "skip", _("Skipped")
    ERROR = "error", _("Failed")


BUSY = frozenset({Status.READING, Status.CHECKING, Status.RUNNING, Status.REVERTING})
"""A worker has the import in its hands."""
CHOOSABLE = (Status.MAPPING, Status.PREVIEW)
"""Columns and sheet can be chosen."""
BEFORE_START = (Status.READING, Status.MAPPING, Status.CHECKING, Status.PREVIEW)
"""Nothing of the file is written yet."""


class FileImport(models.Model):
    """A file with the meaning of its columns, the step that its import is at, and the numbers of its rows.

    Each kind of import stores its rows in its own way, and adds `file` and `mapping`.
    """

    Status = Status

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=255)
    workbook = models.FileField(
        upload_to="workbooks/%Y/%m",
        blank=True,
        default="",
        db_default="",
        help_text="a workbook of several sheets, until the import starts",
    )
    sheets = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        help_text="names of the visible sheets of a workbook",
    )
    sheet = models.CharField(
        max_length=LONGEST_SHEET,
        blank=True,
        default="",
        db_default="",
        help_text="the sheet that is imported",
    )
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
    attempts = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="of its worker at this step since the last progress"
    )

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

    @property
    def has_choice_of_sheets(self) -> bool:
        """Return whether another sheet of the workbook can be imported instead."""
        return bool(self.workbook) and self.status in CHOOSABLE

    @property
    def problem(self) -> str:
        """Return the error without its full stop, as a part of a sentence."""
        return without_stop(self.error)

    @property
    def is_discardable(self) -> bool:
        """Return whether nothing of the file is written, so that the import can be deleted."""
        return self.status in BEFORE_START or (self.status == Status.FAILED and self.started_at is None)

    @property
    def is_revertible(self) -> bool:
        """Return whether rows are written and no worker is busy: completed, or stopped in between."""
        return self.status == Status.COMPLETED or (
            self.status == Status.FAILED and self.started_at is not None
        )

    def still(self, *statuses: str) -> QuerySet[Self]:
        """Return the row of the import as a query that is empty once it has none of these statuses.

        An update of this query loses to whoever was first: another worker, or a person on a page.
        """
        return type(self).objects.filter(pk=self.pk, status__in=statuses)
