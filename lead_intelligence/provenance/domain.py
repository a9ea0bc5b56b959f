"""Whether a value of a vendor is written to the lead or suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Value, is_same, says_same


class Verdict(StrEnum):
    APPLY = "apply"
    SUGGEST = "suggest"
    CONFIRM = "confirm"
    """The lead already has this value."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its reason."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """The latest value that enrichment wrote to a field."""

    value: object
    confidence: float


def decide(
    field: Field,
    *,
    current: Value | None,
    written: Written | None,
    offered: FieldValue,
    reverted: Sequence[object] = (),
) -> Decision:
    """Decide whether to write `offered` to a field.

    Args:
        field: the field.
        current: the current value; None if the field is empty.
        written: the latest value that enrichment wrote. If it differs from `current`, a person or an import
            entered the current value.
        reverted: values that a person reverted, which are not written again.
    """
    if current is not None and says_same(field, current, offered.value):
        return Decision(Verdict.CONFIRM, "The lead already has this value.")
    if any(is_same(value, offered.value) for value in reverted):
        return Decision(Verdict.SUGGEST, "Not applied: a person reverted this value.")
    if current is None:
        return Decision(Verdict.APPLY, "The field was empty.")
    if written is None or not is_same(current, written.value):
        return Decision(Verdict.SUGGEST, "Not applied: a person or an import entered the current value.")
    if offered.confidence < written.confidence:
        return Decision(Verdict.SUGGEST, "Not applied: the current value has a higher confidence.")
    return Decision(Verdict.APPLY, "The confidence is at least that of the current value.")
