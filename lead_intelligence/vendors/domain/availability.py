"""Whether a vendor can be called now."""

from dataclasses import dataclass
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """The state of a vendor. `unavailable` is the sentence that explains why it cannot be called."""

    slug: str
    supports: frozenset[Field]
    cost: Decimal
    unavailable: str = ""
