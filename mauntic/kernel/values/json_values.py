"""Values of JSON that the database can hold and that every later reader can walk."""

import json
import math
from collections.abc import Iterable, Mapping

from mauntic.kernel.values.stored_text import is_storable

# Encoders and readers recurse once a level, and Python ends at about 1,000.
DEEPEST = 32
# Larger than any id; a number of thousands of digits fits into no column and takes long to read.
MOST_DIGITS = 30
NO_TEXT = "It holds a character that is no text (NUL or half a surrogate pair): leave it out."
TOO_DEEP = f"It is nested too deeply: use at most {DEEPEST} levels."
NO_NUMBER = f"It holds a number that is too large: use at most {MOST_DIGITS} digits."


def problem_of(value: object) -> str:
    """Return why a value of JSON cannot be kept, as a sentence; empty when it can."""
    level: list[object] = [value]
    for _ in range(DEEPEST + 1):
        if problem := next(filter(None, map(_problem_of_one, level)), ""):
            return problem
        level = [held for one in level for held in _held_by(one)]
        if not level:
            return ""
    return TOO_DEEP


def size_of(value: object) -> int:
    """Return how many bytes a value takes as JSON."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode())


def _held_by(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def _problem_of_one(value: object) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return NO_NUMBER
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return NO_NUMBER
    if isinstance(value, Mapping):
        return "" if is_storable(list(value)) else NO_TEXT
    return NO_TEXT if isinstance(value, str) and not is_storable(value) else ""
