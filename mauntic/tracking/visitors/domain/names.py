"""Clean the ids of people, browsers, groups and events in messages."""

import re
import unicodedata
from functools import lru_cache

# Spaces and invisible characters. A regular expression for both ends would be slow on spaces within a text.
_EDGES = (
    "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)
_WRAPPING = "\"'`“”‘’"
# Values that programs send without an id: words of their languages, names of parameters, and words for
# "nobody". Each would merge all people without an id into one.
_NOBODY = frozenset(
    (
        "undefined",
        "null",
        "none",
        "nil",
        "nan",
        "void",
        "false",
        "true",
        "empty",
        "blank",
        "default",
        "anonymous",
        "anon",
        "guest",
        "unknown",
        "nobody",
        "visitor",
        "user",
        "not_set",
        "notset",
        "unset",
        "not_authenticated",
        "unauthenticated",
        "n/a",
        "na",
        "n.a.",
        "id",
        "distinct_id",
        "distinctid",
        "user_id",
        "userid",
        "anonymous_id",
        "anonymousid",
        "previous_id",
        "previousid",
        "group_id",
        "groupid",
        "uid",
        "uuid",
        "email",
    )
)
# 0, -1, 0.0, -, the UUID of zeros, {} and []: they identify nobody.
_ZERO = re.compile(r"-1|[0\s\-_.,:;/()\[\]{}<>]*")
# An object converted to text, and an unfilled variable of a template.
_NO_VALUE = re.compile(
    r"\[object\b.{0,80}\]|\{\{.{0,80}\}\}|\$\{.{0,80}\}|<%.{0,80}%>|%%.{0,80}%%"
    r"|\(?(?:not set|null|none|undefined)\)?",
    re.DOTALL,
)
_LONGEST_PLACEHOLDER = 100
# Replaces characters that could not be decoded: two ids may have differed there.
_UNREADABLE = "\ufffd"
# From here on a float loses digits: two ids may have become equal.
_EXACT_BELOW = 2.0**53
LONGEST_ID = 255


def text_of(value: object) -> str:
    """Return a text, number or boolean as text without outer spaces. Empty for other values."""
    if isinstance(value, str):
        return value.strip() if value.isascii() else value.strip(_EDGES)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_BELOW else str(value)
    return str(value) if isinstance(value, int) else ""


def name_of(value: object) -> str:
    """Return an id as text. Empty for placeholders, such as `undefined`, which many people share.

    Empty, too, for ids that lost digits, or characters of another encoding, and may no longer be unique.
    """
    if isinstance(value, float) and abs(value) >= _EXACT_BELOW:
        return ""
    text = text_of(value)
    return "" if _UNREADABLE in text or is_placeholder(text) else text


def is_placeholder(text: str) -> bool:
    """Return whether an id is a placeholder, in any case and any quotes."""
    return len(text) <= _LONGEST_PLACEHOLDER and _is_placeholder(text)


@lru_cache(maxsize=20_000)
def _is_placeholder(text: str) -> bool:
    bare = unicodedata.normalize("NFKC", text).strip(_EDGES).strip(_WRAPPING).strip().casefold()
    return bare in _NOBODY or _ZERO.fullmatch(bare) is not None or _NO_VALUE.fullmatch(bare) is not None
