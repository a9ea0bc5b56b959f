"""Responses of vendors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.domain.outcomes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The response of a vendor to one lookup.

    `cost` is the billed amount in US dollars, `retry_after` the requested wait in seconds, `reference` the id
    by which a pending result is polled, `detail` a sentence for people.
    """

    outcome: Outcome
    values: Mapping[Field, FieldValue] = field(default_factory=dict)
    cost: Decimal = Decimal(0)
    http_status: int | None = None
    latency_ms: int = 0
    retry_after: float | None = None
    request_id: str = ""
    reference: str = ""
    detail: str = ""
