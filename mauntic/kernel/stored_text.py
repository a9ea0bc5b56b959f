"""Text that PostgreSQL can keep: it refuses NUL, and half a surrogate pair has no UTF-8."""

import re
from collections.abc import Mapping

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def without_unstorable(text: str) -> str:
    """The text without what cannot be kept."""
    return _UNSTORABLE.sub("", text)


def is_storable(value: object) -> bool:
    """Whether every text in a value of JSON, keys included, can be kept."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str) and _UNSTORABLE.search(one):
            return False
        if isinstance(one, Mapping):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one
    return True
