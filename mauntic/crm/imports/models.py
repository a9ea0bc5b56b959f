"""Imports: a file, its mapping, and the verdict on each of its rows."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.companies.models import Company
from mauntic.crm.contacts.models.contact import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Import(models.Model):
    """An import of a file. Its rows are stored, so that another worker can continue."""

    class Status(models.TextChoices):
        READING = "reading", _("Reading")
        MAPPING = "mapping", _("Mapping")
        CHECKING = "checking", _("Checking")
        PREVIEW = "preview", _("Preview")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        REVERTING = "reverting", _("Reverting")
        REVERTED = "reverted", _("Reverted")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.FileField(
        upload_to="imports/%Y/%m",
        blank=True,
        default="",
        db_default="",
        help_text="only until a worker has read it",
    )
    file_name = models.CharField(max_length=255)
    columns = models.JSONField(default=list, help_text="headers of the file, in order")
    mapping = models.JSONField(default=dict, help_text="column -> CRM field, or empty to leave it out")
    status = models.CharField(max_length=10, choices=Status, default=Status.MAPPING)
    total = models.PositiveIntegerField(default=0)
    processed = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    reverted_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0, help_text="left by the revert: changed since")
    source = models.CharField(max_length=60, default="import", help_text="of contacts that name none")
    starts_itself = models.BooleanField(default=False, help_text="written as soon as it is checked")
    note = models.TextField(blank=True, help_text="what the reader of the file had to assume")
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    progressed_at = models.DateTimeField(null=True, blank=True, help_text="last sign of life of its worker")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Return whether a worker is processing it, so that pages show its progress."""
        return self.status in BUSY


BUSY = frozenset(
    {Import.Status.READING, Import.Status.CHECKING, Import.Status.RUNNING, Import.Status.REVERTING}
)


class ImportRow(models.Model):
    """A row of the file: its cells, verdict, reason and result."""

    class Verdict(models.TextChoices):
        CREATE = "create", _("Create")
        UPDATE = "update", _("Update")
        SKIP = "skip", _("Skip")
        ERROR = "error", _("Error")

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="position in the file, 1 is the first row of data")
    values = models.JSONField(help_text="column -> text, as in the file")
    verdict = models.CharField(max_length=6, choices=Verdict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    company = models.ForeignKey(
        Company,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="the company that the row made",
    )
    cleaned = models.JSONField(null=True, encoder=DjangoJSONEncoder, help_text="what would be written")
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder, help_text="what an update replaced")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="one_row_per_number"),
        ]
        indexes = [
            # The tabs of the preview.
            models.Index(fields=["job", "verdict", "number"], name="import_rows_by_verdict"),
            # The next chunk to write: few rows at the end of a large import.
            models.Index(fields=["job", "number"], condition=Q(done_at=None), name="import_rows_to_do"),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.verdict}"

    @property
    def texts(self) -> list[str]:
        """Return the cells in the order of the columns."""
        return [self.values.get(column, "") for column in self.job.columns]
