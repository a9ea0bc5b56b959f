"""Text as it is kept: PostgreSQL refuses NUL, half a surrogate pair has no UTF-8, accents have one form."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def without_unstorable(text: str) -> str:
    """The text without what cannot be kept."""
    return _UNSTORABLE.sub("", text)


def with_replaced(text: str) -> str:
    """The text with U+FFFD for what cannot be kept: what was around it does not become another word."""
    return _UNSTORABLE.sub("\ufffd", text)


def composed(value: Any) -> Any:
    """A value of JSON with every text in it composed (NFC), keys included.

    Macs and some keyboards send "é" as two characters: searched, compared or taken apart it is another text.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {composed(key): composed(held) for key, held in value.items()}
    return [composed(held) for held in value] if isinstance(value, list) else value


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
