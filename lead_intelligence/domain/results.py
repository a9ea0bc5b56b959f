"""What a job found for a field: the value that was taken, or one that was kept aside."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import LABELS, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One answer for one field; `cost` (US dollars) and `latency_ms` are its share of the vendor's call.

    `is_taken`: it became the job's value for the field; else it is a candidate.
    """

    field: Field
    provider: str
    value: Json
    confidence: float
    cost: Decimal = Decimal(0)
    latency_ms: int = 0
    is_taken: bool = True
    from_cache: bool = False

    @property
    def label(self) -> str:
        """The field as people read it."""
        return LABELS[self.field]

    @property
    def text(self) -> str:
        """The value as people read it."""
        return ", ".join(self.value) if isinstance(self.value, list) else str(self.value)


Packed = dict[str, Any]


def pack_result(result: Result) -> Packed:
    """The result as JSON holds it."""
    return {
        "field": result.field,
        "provider": result.provider,
        "value": result.value,
        "confidence": result.confidence,
        "cost": str(result.cost),
        "latencyMs": result.latency_ms,
        "isTaken": result.is_taken,
        "fromCache": result.from_cache,
    }


def unpack_result(packed: Packed) -> Result:
    """The result that `pack_result` made `packed` of."""
    return Result(
        field=Field(packed["field"]),
        provider=packed["provider"],
        value=packed["value"],
        confidence=packed["confidence"],
        cost=Decimal(packed["cost"]),
        latency_ms=packed["latencyMs"],
        is_taken=packed["isTaken"],
        from_cache=packed["fromCache"],
    )
