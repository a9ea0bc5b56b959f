"""Repair invalid JSON whose meaning is clear."""

import json
import math
from collections.abc import Mapping

from mauntic.kernel.values.stored_text import with_replaced

# Python refuses to read numbers with more digits.
_MOST_DIGITS = 4_000


def mended(body: bytes) -> bytes:
    """Return valid JSON.

    NaN and Infinity become null, as in JavaScript. Invalid UTF-8, half a surrogate pair and NUL become
    U+FFFD. Byte order marks are removed. Control characters are allowed in texts.

    Raises: `ValueError` if the JSON cannot be repaired.
    """
    text = body.decode(errors="replace").replace("\ufeff", "")
    value = json.loads(
        text, strict=False, parse_constant=lambda _: None, parse_float=_finite, parse_int=_whole
    )
    return json.dumps(_storable(value), ensure_ascii=False, separators=(",", ":")).encode()


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _MOST_DIGITS else text


def _storable(value: object) -> object:
    if isinstance(value, str):
        return with_replaced(value)
    if isinstance(value, Mapping):
        return {with_replaced(name): _storable(held) for name, held in value.items()}
    return [_storable(held) for held in value] if isinstance(value, list) else value
