"""Check that the database can store a JSON value, and that all later readers can traverse it."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from mauntic.kernel.values.stored_text import is_storable

# Encoders and readers recurse once per level. Python stops at about 1,000 levels.
DEEPEST = 32
# Longer than any id. A number of thousands of digits fits into no column and takes long to parse.
MOST_DIGITS = 30
NO_TEXT = gettext_lazy(
    "The value has a character that is not text (NUL or half a surrogate pair). Remove it."
)
TOO_DEEP = format_lazy(
    gettext_lazy("The value is nested too deeply. The maximum is {most} levels."), most=DEEPEST
)
NO_NUMBER = format_lazy(
    gettext_lazy("The value has a number that is too large. The maximum is {most} digits."), most=MOST_DIGITS
)


def problem_of(value: object) -> str:
    """Return why a JSON value cannot be stored; empty if it can."""
    level: list[object] = [value]
    for _level in range(DEEPEST + 1):
        if problem := next(filter(None, map(_problem_of_one, level)), ""):
            return problem
        level = [held for one in level for held in _held_by(one)]
        if not level:
            return ""
    return str(TOO_DEEP)


def read_json(text: str) -> Any:
    """Return the value of JSON that no parser of requests has checked, such as that of a hidden input.

    Raises: `ValueError` unless it is JSON that can be stored.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(str(TOO_DEEP)) from None
    if problem := problem_of(value):
        raise ValueError(problem)
    return value


def size_of(value: object) -> int:
    """Return the size of a value as JSON, in bytes."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode())


def _held_by(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _problem_of_one(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return str(NO_NUMBER)
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return str(NO_NUMBER)
    if isinstance(value, Mapping):
        return "" if is_storable(list(value)) else str(NO_TEXT)
    return str(NO_TEXT) if isinstance(value, str) and not is_storable(value) else ""
