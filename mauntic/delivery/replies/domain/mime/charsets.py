"""Bytes of mail as text, whatever charset they name."""

import codecs

SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso2022_jp": "iso2022_jp_ext", "shift_jis": "cp932"}
"""Clients name the old charset and write characters of the new one."""
NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python that are no charsets of mail: punycode takes quadratic time."""


def decoded(data: bytes, charset: str | None) -> str:
    """Return `data` as text: by the named charset, else as UTF-8, else as Windows-1252."""
    name = known(charset)
    names = [SUPERSETS.get(name, name), "utf-8"] if name else ["utf-8"]
    for each in names:
        try:
            return clean(data.decode(each))
        except (UnicodeError, ValueError):
            continue
    fallback = name if name and name not in {"utf-8", "ascii"} else "cp1252"
    return clean(data.decode(fallback, "replace"))


def known(charset: str | None) -> str | None:
    """Return Python's name of a charset; None for one that it does not know or that is none."""
    try:
        found = codecs.lookup((charset or "")[:40].strip("\"' "))
    except (LookupError, ValueError, UnicodeError):
        return None
    is_charset = _is_text(found) and found.name not in NO_CHARSETS
    return found.name if is_charset else None


def _is_text(codec: codecs.CodecInfo) -> bool:
    """Tell charsets from codecs like zip and base64, which Python keeps in one register."""
    return bool(getattr(codec, "_is_text_encoding", True))


def clean(text: str) -> str:
    """Return `text` without NUL and lone surrogates, which no database takes, with plain line ends."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return text.encode("utf-8", "replace").decode("utf-8")
