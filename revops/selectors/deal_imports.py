"""Imports of deals, for the people who may import."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from mauntic.kernel.csv_text import csv_lines
from mauntic.kernel.errors import NotFound
from revops.models import DealImport

SHOWN = 50


def deal_imports() -> QuerySet[DealImport, DealImport]:
    """The latest imports with who made them, without their rows."""
    return DealImport.objects.defer("failures", "made").select_related("created_by")[:SHOWN]


def find_deal_import(import_id: UUID) -> DealImport:
    """One import, or `NotFound`."""
    try:
        return DealImport.objects.select_related("created_by").get(pk=import_id)
    except DealImport.DoesNotExist:
        raise NotFound(f"There is no import {import_id}.") from None


def failed_lines(job: DealImport) -> Iterator[str]:
    """A file to mend and import again: the file's columns and the problem, headers first."""
    yield csv_lines([[*job.columns, "Problem"]])
    for failure in job.failures:
        values = failure["values"]
        yield csv_lines([[values.get(column, "") for column in job.columns] + [failure["reason"]]])
