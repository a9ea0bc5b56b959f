"""Results of a job: the selected value of a field, or a candidate."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One value for one field.

    `cost` (US dollars) and `latency_ms` are its share of the vendor's call. `is_taken` marks the value that
    the job selected for the field; the others are candidates.
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
    def text(self) -> str:
        """Return the value as text."""
        return ", ".join(self.value) if isinstance(self.value, list) else str(self.value)


Packed = dict[str, Any]


def pack_result(result: Result) -> Packed:
    """Convert a result to JSON."""
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
    """Return the result that `pack_result` converted to `packed`."""
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
