"""Imports: a file, its mapping, and the verdict on each of its rows."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from mauntic.crm.companies.models import Company
from mauntic.crm.contacts.models.contact import Contact
from mauntic.imports.models import FileImport
from mauntic.imports.models import Verdict as RowVerdict


class Import(FileImport):
    """An import of a file. Its rows are stored, so that another worker can continue."""

    file = models.FileField(
        upload_to="imports/%Y/%m",
        blank=True,
        default="",
        db_default="",
        help_text="only until a worker has read it",
    )
    mapping = models.JSONField(default=dict, help_text="column -> CRM field, or empty to leave it out")
    updated_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=60, default="import", help_text="of contacts that name none")
    enriches = models.BooleanField(
        default=True, db_default=True, help_text="new leads are enriched if the organization does so"
    )
    starts_itself = models.BooleanField(default=False, help_text="written as soon as it is checked")


class ImportRow(models.Model):
    """A row of the file: its cells, verdict, reason and result."""

    Verdict = RowVerdict

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="position in the file, 1 is the first row of data")
    values = models.JSONField(help_text="column -> text, as in the file")
    verdict = models.CharField(max_length=6, choices=RowVerdict, blank=True)
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
