"""Bytes of a page to text, whatever its headers say about the encoding."""

import codecs
import re

from charset_normalizer import from_bytes

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4_096
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}


def decode(body: bytes, charset: str = "") -> str:
    """Return the text of a page.

    The first of these that fits all bytes counts: a byte order mark, the header, the page's own declaration,
    UTF-8, a guess. What remains unreadable becomes replacement characters, which no quote contains.

    Args:
        body: as it came.
        charset: of the header; empty without one.
    """
    for name in _candidates(body, charset):
        try:
            return body.decode(name)
        except (LookupError, ValueError):  # also names of no encoding, and encodings of no text
            continue
    guess = from_bytes(body[: 64 * 1024]).best()
    return body.decode(guess.encoding if guess else "utf-8", errors="replace")


def _candidates(body: bytes, charset: str) -> list[str]:
    marks = [name for mark, name in _BOMS if body.startswith(mark)]
    declared = _DECLARED.search(body[:_HEAD])
    names = [charset, declared[1].decode("ascii") if declared else ""]
    # UTF-8 first: what is none hardly ever fits it, and each single-byte encoding fits nearly everything.
    given = [_AS_BROWSERS.get(name.lower(), name) for name in names if name]
    return [*marks, "utf-8", *given]
