"""Imports of deals."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from mauntic.imports.selectors import import_of
from mauntic.kernel.files.failed_rows import failed_table
from revops.deal_imports.models import DealImport

SHOWN = 50


def deal_imports() -> QuerySet[DealImport, DealImport]:
    """Return the latest imports with their users, without their rows."""
    return DealImport.objects.defer("failures", "made").select_related("created_by")[:SHOWN]


def find_deal_import(import_id: UUID) -> DealImport:
    """Return an import. Raises `NotFound` if there is none."""
    return import_of(DealImport.objects.select_related("created_by"), import_id)


def failed_rows(job: DealImport) -> Iterator[list[str]]:
    """Return the failed rows as a table to correct and import again."""
    return failed_table(job.columns, ((failure["values"], failure["reason"]) for failure in job.failures))
