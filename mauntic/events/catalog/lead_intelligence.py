"""Facts about enrichment."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class LeadEnriched(Event, context="leadIntelligence"):
    """Values from vendors were written to a contact.

    `source` names the vendors, comma-separated; `confidence` (0-1) is the lowest of the written values.
    """

    contact_id: UUID
    changed_fields: list[str]
    source: str
    confidence: float


@dataclass(frozen=True, kw_only=True)
class EnrichmentFailed(Event, context="leadIntelligence"):
    """A job ended without a value for every field; `reason` says why in words."""

    contact_id: UUID
    provider: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DataQualityChanged(Event, context="leadIntelligence"):
    """The overall data quality (0-1) of a contact moved."""

    contact_id: UUID
    old_score: Decimal
    new_score: Decimal
