"""Text in the form that rules compare: lower case, without accents, with plain quotes and spaces."""

import re
import unicodedata

MARKS = re.compile("[\u0300-\u036f]")
"""Accents of Latin letters; those of Japanese letters change their meaning and stay."""
PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘‛`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—‐‑−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\u00ad\ufeff", ""),
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "đ": "d",
        "？": "?",
        "！": "!",
    }
)


def folded(text: str) -> str:
    """Return `text` in lower case, without Latin accents, with plain quotes, dashes and spaces."""
    plain = text.casefold().translate(PLAIN)
    return unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", plain)))


def letters(text: str) -> str:
    """Return the letters and digits of folded text: what survives quoting and wrapping."""
    return "".join(filter(str.isalnum, folded(text)))
