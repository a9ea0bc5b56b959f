"""Reading bodies whose shape is promised by somebody else."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Value
from mauntic.kernel.normalize import as_written, is_no_company
from mauntic.kernel.values.stored_text import without_unstorable

LARGEST_NUMBER = 2_147_483_647
"""More employees than this no firm has, and no column holds."""


class WrongShapeError(ValueError):
    """The body is JSON, but not what the vendor documents."""


def section(body: object, *path: str) -> Mapping[str, Any] | None:
    """The object at `path`, or None where it or one above it is null or absent."""
    if body is None:
        return None
    if not isinstance(body, Mapping):
        raise WrongShapeError(f"The body holds a {type(body).__name__} where an object belongs.")
    return section(body.get(path[0]), *path[1:]) if path else body


def text(body: object, *path: str) -> str:
    """The composed text (NFC) at `path`, trimmed; empty when there is none, whatever else is there."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return as_written(body) if isinstance(body, str) else ""


def items(body: object, *path: str) -> list[Any]:
    """The list at `path`; empty when there is none."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return body if isinstance(body, list) else []


def key(body: object, name: str) -> str:
    """The text or whole number at `name`, as text; empty when there is neither."""
    value = body.get(name) if isinstance(body, Mapping) else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(body, name)


def deal_out(total: Decimal, expected: Iterable[Decimal]) -> list[Decimal]:
    """A bill for several leads, to each as expected as far as it goes; what is left over to the first."""
    dealt, left = [], total
    for each in expected:
        dealt.append(min(each, left))
        left -= dealt[-1]
    return [dealt[0] + left, *dealt[1:]]


def score(raw: object, *, of: float) -> float | None:
    """A score out of `of` as a ratio, kept within 0-1; None when it is no number."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return None
    return min(1.0, max(0.0, raw / of))


def findings(rows: Iterable[tuple[Field, Value | None, float]]) -> dict[Field, FieldValue]:
    """The rows that have a value which can be kept; the first of a field stays.

    "Self-employed" and its like are no company: all who have none would be colleagues.
    """
    found: dict[Field, FieldValue] = {}
    for name, given, confidence in rows:
        value = _storable(given)
        if value and not (name is Field.COMPANY and is_no_company(str(value))):
            found.setdefault(name, FieldValue(value, confidence))
    return found


def _storable(value: Value | None) -> Value | None:
    if isinstance(value, str):
        return without_unstorable(value).strip()
    if isinstance(value, tuple):
        return tuple(name for each in value if (name := without_unstorable(each).strip()))
    return value if value is not None and value <= LARGEST_NUMBER else None
