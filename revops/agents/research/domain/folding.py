"""One form of texts that differ only in how they are typed: spaces, quotes, dashes, invisible letters."""

import re
import unicodedata

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′´`ʹʼ"), "'") | dict.fromkeys(map(ord, "“”„‟″«»＂〝〞"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_TYPED = _QUOTES | _DASHES
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return the text with plain quotes, dashes and single spaces, without invisible letters.

    Compatible letters become one (NFKC). Soft hyphens, zero-width and direction marks are of the category
    "format", and vanish. Case stays.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_TYPED))
    visible = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return _SPACES.sub(" ", visible.translate(_TYPED)).strip()


def loose(text: str) -> str:
    """Return the folded text without case, to compare words."""
    return fold(text).casefold()
