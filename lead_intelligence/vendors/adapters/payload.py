"""Read bodies of vendors without trusting their shape."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Value
from mauntic.kernel.normalize import as_written, is_no_company
from mauntic.kernel.values.stored_text import without_unstorable

LARGEST_NUMBER = 2_147_483_647
"""The largest number of employees that the column can hold."""


class WrongShapeError(ValueError):
    """The body is JSON, but not in the documented shape."""


def section(body: object, *path: str) -> Mapping[str, Any] | None:
    """Return the object at `path`; None if it or a parent is null or missing."""
    if body is None:
        return None
    if not isinstance(body, Mapping):
        raise WrongShapeError(f"The body holds a {type(body).__name__} where an object belongs.")
    return section(body.get(path[0]), *path[1:]) if path else body


def text(body: object, *path: str) -> str:
    """Return the trimmed text (NFC) at `path`; empty if there is no text."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return as_written(body) if isinstance(body, str) else ""


def items(body: object, *path: str) -> list[Any]:
    """Return the list at `path`; empty if there is none."""
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return body if isinstance(body, list) else []


def key(body: object, name: str) -> str:
    """Return the text or whole number at `name`, as text; empty if there is neither."""
    value = body.get(name) if isinstance(body, Mapping) else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else text(body, name)


def deal_out(total: Decimal, expected: Iterable[Decimal]) -> list[Decimal]:
    """Divide a bill among leads: to each its expected part while it lasts, the rest to the first lead."""
    dealt, left = [], total
    for each in expected:
        dealt.append(min(each, left))
        left -= dealt[-1]
    return [dealt[0] + left, *dealt[1:]]


def score(raw: object, *, of: float) -> float | None:
    """Return a score out of `of` as a ratio within 0-1; None if it is not a number."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        return None
    return min(1.0, max(0.0, raw / of))


def findings(rows: Iterable[tuple[Field, Value | None, float]]) -> dict[Field, FieldValue]:
    """Return the rows with a value that can be stored, the first per field.

    "Self-employed" and the like are not companies. Otherwise, all such people would share one.
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
