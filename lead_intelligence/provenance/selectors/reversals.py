"""Reversals and their preview."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import label_of
from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.provenance.selectors.working_copy import read_working_copy, undo_writes
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.selectors.accounts import vendor_names
from lead_intelligence.vendors.selectors.providers import provider_of


@dataclass(frozen=True, slots=True)
class ReversalLine:
    """A row of the list; `what` names the field, job or vendor."""

    reversal: Reversal
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalPreview:
    """The effect of reverting all values of a vendor. `replaced` is the number of values replaced since."""

    provider: EnrichmentProvider
    values: int
    leads: int
    companies: int
    replaced: int


def newest_reversals() -> QuerySet[Reversal]:
    """Return reversals, newest first."""
    return Reversal.objects.select_related("contact", "by", "undone_by")


def reversal_lines(some: Iterable[Reversal]) -> list[ReversalLine]:
    """Return rows for these reversals; two queries."""
    names = vendor_names()
    return [ReversalLine(each, _what(each, names)) for each in some]


def preview_provider(slug: str) -> ReversalPreview:
    """Return the effect of reverting all values of a vendor.

    Raises: `NotFound` for an unknown vendor.
    """
    provider = provider_of(slug)
    writes = FieldWrite.objects.applied().filter(provider=slug)
    copy, found = read_working_copy(writes), list(writes)
    gone = undo_writes(copy, [write for write in found if copy.holds(write)])
    return ReversalPreview(
        provider=provider,
        values=len(gone),
        leads=len({write.contact_id for write in gone if not write.company_id}),
        companies=len({write.company_id for write in gone if write.company_id}),
        replaced=len(found) - len(gone),
    )


def _what(reversal: Reversal, names: dict[str, str]) -> str:
    if reversal.field:
        return label_of(Field(reversal.field))
    if reversal.provider:
        vendor = names.get(reversal.provider, reversal.provider)
        return _("All values of {vendor}").format(vendor=vendor)
    return _("Values of a job")
