"""Whether a value from a vendor is written to the lead, or only kept beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lead_intelligence.domain.answers import FieldValue, Value
from lead_intelligence.domain.values import is_same


class Verdict(StrEnum):
    APPLY = "apply"
    SUGGEST = "suggest"
    CONFIRM = "confirm"
    """The lead has this value already."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a value, and why."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """The latest value that enrichment wrote to the field."""

    value: object
    confidence: float


def decide(
    *, current: Value | None, written: Written | None, offered: FieldValue, reverted: Sequence[object] = ()
) -> Decision:
    """Judge `offered` for a field that holds `current` (None when empty).

    `written` is what enrichment wrote last: only while the field still holds that is its value an enriched
    one; else a person typed it. `reverted` are values that a person took back: nobody has to do so twice.
    """
    if current is not None and is_same(current, offered.value):
        return Decision(Verdict.CONFIRM, "The lead has this value.")
    if any(is_same(value, offered.value) for value in reverted):
        return Decision(Verdict.SUGGEST, "A person reverted this value before.")
    if current is None:
        return Decision(Verdict.APPLY, "The field was empty.")
    if written is None or not is_same(current, written.value):
        return Decision(Verdict.SUGGEST, "The present value was typed or imported.")
    if offered.confidence < written.confidence:
        return Decision(Verdict.SUGGEST, "The present value is the more confident one.")
    return Decision(Verdict.APPLY, "It is at least as confident as the present value.")
