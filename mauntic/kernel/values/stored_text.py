"""Text that PostgreSQL can store: without NUL and half surrogate pairs, and with composed accents."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def without_unstorable(text: str) -> str:
    """Return the text without the characters that cannot be stored."""
    return _UNSTORABLE.sub("", text)


def with_replaced(text: str) -> str:
    """Return the text with U+FFFD for characters that cannot be stored, so that words do not merge."""
    return _UNSTORABLE.sub("\ufffd", text)


def composed(value: Any) -> Any:
    """Return a JSON value with all texts and keys composed (NFC).

    Macs and some keyboards send "é" as two characters. Search and comparisons would treat it as another text.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {composed(key): composed(held) for key, held in value.items()}
    return [composed(held) for held in value] if isinstance(value, list) else value


def is_storable(value: object) -> bool:
    """Return whether all texts and keys of a JSON value can be stored."""
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
