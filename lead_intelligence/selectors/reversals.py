"""What was taken back, and what would be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import LABELS
from lead_intelligence.models import EnrichmentProvider, FieldWrite, Reversal
from lead_intelligence.selectors.settings import provider_of
from lead_intelligence.selectors.sheets import read_sheet, undo_writes
from lead_intelligence.selectors.vendors import vendor_names


@dataclass(frozen=True, slots=True)
class ReversalLine:
    """A reversal as a list shows it; `what` names the field, job or vendor."""

    reversal: Reversal
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalPreview:
    """What taking back all of a vendor would do: `values` on `leads` go, `kept` were replaced since."""

    provider: EnrichmentProvider
    values: int
    leads: int
    companies: int
    kept: int


def reversals() -> QuerySet[Reversal]:
    """What was taken back, the newest first."""
    return Reversal.objects.select_related("contact", "by", "undone_by")


def reversal_lines(some: Iterable[Reversal]) -> list[ReversalLine]:
    """These reversals in words; two queries."""
    names = vendor_names()
    return [ReversalLine(each, _what(each, names)) for each in some]


def preview_provider(slug: str) -> ReversalPreview:
    """What taking back all values of this vendor would do; `NotFound` when there is no such vendor."""
    provider = provider_of(slug)
    writes = FieldWrite.objects.applied().filter(provider=slug)
    sheet, standing = read_sheet(writes), list(writes)
    gone = undo_writes(sheet, [write for write in standing if sheet.holds(write)])
    return ReversalPreview(
        provider=provider,
        values=len(gone),
        leads=len({write.contact_id for write in gone if not write.company_id}),
        companies=len({write.company_id for write in gone if write.company_id}),
        kept=len(standing) - len(gone),
    )


def _what(reversal: Reversal, names: dict[str, str]) -> str:
    if reversal.field:
        return LABELS[Field(reversal.field)]
    if reversal.provider:
        return f"All of {names.get(reversal.provider, reversal.provider)}"
    return "A job"
