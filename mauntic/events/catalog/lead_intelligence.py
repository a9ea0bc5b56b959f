"""Facts about enrichment."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class LeadEnriched(Event, context="leadIntelligence"):
    """Values from vendors were written to a contact.

    `source` has the names of the vendors, separated by commas. `confidence` (0-1) is the lowest of the
    written values. `replaced_fields` are those of `changed_fields` that had another value before. The lists
    of technologies are the differences from the earlier technologies of the company.
    """

    contact_id: UUID
    changed_fields: list[str]
    source: str
    confidence: float
    replaced_fields: list[str] = field(default_factory=list)
    added_technologies: list[str] = field(default_factory=list)
    removed_technologies: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class EnrichmentFailed(Event, context="leadIntelligence"):
    """A job ended without a value for each field. `reason` is a sentence."""

    contact_id: UUID
    provider: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DataQualityChanged(Event, context="leadIntelligence"):
    """The overall data quality (0-1) of a contact changed."""

    contact_id: UUID
    old_score: Decimal
    new_score: Decimal
