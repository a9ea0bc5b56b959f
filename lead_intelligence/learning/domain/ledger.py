"""Past jobs as the learning waterfall reads them: who was asked, what they said, and what became of it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found, Value, is_same
from lead_intelligence.vendors.domain.outcomes import Outcome

GRID = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Confidences are told apart by these bounds; thresholds are suggested from them."""
LISTS_AGREE, NUMBERS_AGREE = 0.5, 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """The last word of a vendor in a job, with the cost of all its attempts."""

    slug: str
    outcome: Outcome
    asked: frozenset[Field]
    cost: Decimal = Decimal(0)
    values: Mapping[Field, FieldValue] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastJob:
    """A finished job. `fields` in the order in which they were looked for.

    `proofs` tell of values that people or bounces judged: (vendor, field) to whether it was right. `unable`
    are vendors that could not be asked by what was known of this lead.
    """

    fields: tuple[Field, ...]
    calls: tuple[PastCall, ...]
    cached: tuple[Found, ...] = ()
    proofs: Mapping[tuple[str, Field], bool] = dataclass_field(default_factory=dict)
    explores: bool = False
    unable: frozenset[str] = frozenset()


def bounds(thresholds: Iterable[float]) -> tuple[float, ...]:
    """The grid with the thresholds that are in use, so that each is a bound."""
    return tuple(sorted({*GRID, *thresholds}))


def level(confidence: float, edges: Sequence[float]) -> int:
    """In which interval of `edges` a confidence lies, from 0."""
    return max(0, bisect_right(edges, confidence) - 1)


def agrees(one: Value, other: Value) -> bool:
    """Whether two vendors say the same of a lead: numbers roughly, lists by half of the shorter one."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        first, second = ({each.casefold() for each in several} for several in (one, other))
        return len(first & second) >= LISTS_AGREE * max(1, min(len(first), len(second)))
    if isinstance(one, int) and isinstance(other, int):
        return min(one, other) >= NUMBERS_AGREE * max(one, other)
    return is_same(one, other)
