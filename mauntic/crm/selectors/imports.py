"""Imports and the fate of their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mauntic.crm.models import Contact, Import, ImportRow
from mauntic.kernel.errors import NotFound

EXAMPLES = 3
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of the contacts of an import so far."""

    contacts: int
    enriched: int
    scored: int
    pending: int

    @property
    def settled(self) -> bool:
        """Every contact is scored and none waits for enrichment."""
        return self.scored == self.contacts and not self.pending


def imports() -> QuerySet[Import]:
    """All imports, the newest first, with who made them."""
    return Import.objects.select_related("created_by")


def find_import(import_id: UUID) -> Import:
    """One import, or `NotFound`."""
    try:
        return imports().get(pk=import_id)
    except Import.DoesNotExist:
        raise NotFound(f"There is no import {import_id}.") from None


def verdict_counts(job: Import) -> dict[str, int]:
    """How many rows have each verdict, all four always, in one query."""
    counted = dict(job.rows.order_by().values_list("verdict").annotate(Count("pk")))
    return {str(verdict): counted.get(verdict, 0) for verdict in ImportRow.Verdict}


def import_rows(job: Import, verdict: str = "") -> QuerySet[ImportRow]:
    """Rows in the order of the file with their contact, of one verdict or all."""
    rows = job.rows.select_related("contact").order_by("number")
    return rows.filter(verdict=verdict) if verdict else rows


def examples(job: Import) -> dict[str, list[str]]:
    """A few filled cells of each column, from the first rows of the file."""
    found: dict[str, list[str]] = {column: [] for column in job.columns}
    for values in job.rows.order_by("number").values_list("values", flat=True)[:LOOKED_AT]:
        for column, shown in found.items():
            text = values.get(column, "").strip()
            if text and text not in shown and len(shown) < EXAMPLES:
                shown.append(text)
    return found


def failed_rows(job: Import) -> Iterator[list[str]]:
    """A table to mend and upload again: the file's columns and the problem, headers first."""
    yield [*job.columns, "Problem"]
    failed = job.rows.filter(verdict=ImportRow.Verdict.ERROR).order_by("number")
    for values, reason in failed.values_list("values", "reason").iterator(chunk_size=1000):
        yield [values.get(column, "") for column in job.columns] + [reason]


def outcome(job: Import) -> Outcome:
    """How many of the contacts are enriched and scored by now, in one query."""
    contacts = Contact.objects.filter(pk__in=job.rows.filter(contact__isnull=False).values("contact"))
    counted = contacts.aggregate(
        contacts=Count("pk"),
        enriched=Count("pk", filter=Q(last_enriched_at__isnull=False)),
        scored=Count("pk", filter=Q(scored_at__isnull=False)),
        pending=Count("pk", filter=Q(enrichment_status="pending")),
    )
    return Outcome(**counted)
