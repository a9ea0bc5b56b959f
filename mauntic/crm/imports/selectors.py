"""Imports and their rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, Q, QuerySet

from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.imports.models import Import, ImportRow
from mauntic.imports.selectors import import_of
from mauntic.kernel.files.failed_rows import failed_table

EXAMPLES = 3
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers of contacts of an import that are enriched, scored and waiting for enrichment.

    `asked` are those for which enrichment was tried or is waiting.
    """

    contacts: int
    enriched: int
    scored: int
    pending: int
    asked: int

    @property
    def settled(self) -> bool:
        """Return whether every contact is scored and none waits for enrichment."""
        return self.scored == self.contacts and not self.pending


def imports() -> QuerySet[Import]:
    """Return all imports with the users who uploaded them, newest first."""
    return Import.objects.select_related("created_by")


def find_import(import_id: UUID) -> Import:
    """Return an import.

    Raises: `NotFound`
    """
    return import_of(imports(), import_id)


def verdict_counts(job: Import) -> dict[str, int]:
    """Return the number of rows by verdict, for all four verdicts, in one query."""
    counted = dict(job.rows.order_by().values_list("verdict").annotate(Count("pk")))
    return {str(verdict): counted.get(verdict, 0) for verdict in ImportRow.Verdict}


def import_rows(job: Import, verdict: str = "") -> QuerySet[ImportRow]:
    """Return rows with their contact, in the order of the file.

    Args: `verdict` is a value of `ImportRow.Verdict`; empty means all.
    """
    rows = job.rows.select_related("contact").order_by("number")
    return rows.filter(verdict=verdict) if verdict else rows


def written_contacts(import_id: UUID) -> "models.QuerySet[ImportRow, UUID | None]":
    """Return the ids of the contacts that an import has created or updated, as a subquery."""
    written = [ImportRow.Verdict.CREATE, ImportRow.Verdict.UPDATE]
    rows = ImportRow.objects.filter(job=import_id, verdict__in=written, contact__isnull=False)
    return rows.exclude(done_at=None).values_list("contact", flat=True)


def examples(job: Import) -> dict[str, list[str]]:
    """Return up to three filled cells of each column, from the first 50 rows of the file."""
    found: dict[str, list[str]] = {column: [] for column in job.columns}
    for values in job.rows.order_by("number").values_list("values", flat=True)[:LOOKED_AT]:
        for column, shown in found.items():
            text = values.get(column, "").strip()
            if text and text not in shown and len(shown) < EXAMPLES:
                shown.append(text)
    return found


def has_failed_rows(job: Import) -> bool:
    """Return whether a row of the file cannot be imported."""
    return job.rows.filter(verdict=ImportRow.Verdict.ERROR).exists()


def failed_rows(job: Import) -> Iterator[list[str]]:
    """Yield the failed rows with their problem, headers first, as a table to correct and upload again."""
    failed = job.rows.filter(verdict=ImportRow.Verdict.ERROR).order_by("number")
    return failed_table(job.columns, failed.values_list("values", "reason").iterator(chunk_size=1000))


def outcome(job: Import) -> Outcome:
    """Count the contacts that are enriched and scored, in one query."""
    contacts = Contact.objects.filter(pk__in=job.rows.filter(contact__isnull=False).values("contact"))
    counted = contacts.aggregate(
        contacts=Count("pk"),
        enriched=Count("pk", filter=Q(last_enriched_at__isnull=False)),
        scored=Count("pk", filter=Q(scored_at__isnull=False)),
        pending=Count("pk", filter=Q(enrichment_status="pending")),
        asked=Count("pk", filter=~Q(enrichment_status="")),
    )
    return Outcome(**counted)


def imported_without_enrichment(contact_ids: Collection[UUID]) -> QuerySet[ImportRow, Any]:
    """Return, for use in a query, those of the contacts that a person imported without enrichment.

    Args:
        contact_ids: the contacts to choose from.
    """
    rows = ImportRow.objects.filter(
        contact__in=contact_ids, verdict=ImportRow.Verdict.CREATE, job__enriches=False
    )
    return rows.order_by().values("contact")
