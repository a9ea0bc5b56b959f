"""Names and addresses in headers.

Written out here: the standard library folds a long name so that a part of it becomes an address of its own.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from email.headerregistry import Address

_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,60}")
_QUOTABLE = re.compile(r"[ !#-\[\]-~]{1,60}")
_PER_WORD = 42
"""Bytes that one encoded word holds: 75 characters with what stands around them (RFC 2047)."""


def address_line(field: str, name: str, address: str) -> str:
    """Return a header with one address, folded, with its line end.

    Whatever the name holds, such as commas, quotes and addresses, adds no second one.
    """
    local, _at, domain = address.rpartition("@")
    spec = Address("", local, domain).addr_spec
    shown = "".join(each if each.isprintable() else " " for each in name)
    phrase = _phrase(" ".join(shown.split()))
    return f"{field}: {phrase}\r\n <{spec}>\r\n" if phrase else f"{field}: {spec}\r\n"


def _phrase(name: str) -> str:
    if not name or (_PLAIN.fullmatch(name) and "=?" not in name):
        return name
    if _QUOTABLE.fullmatch(name) and "=?" not in name:
        return f'"{name}"'
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in _words(name))


def _words(name: str) -> Iterator[bytes]:
    """Yield a name in parts that are short enough, none of which splits a character."""
    part = b""
    for each in name:
        letter = each.encode("utf-8", "ignore")
        if len(part) + len(letter) > _PER_WORD:
            yield part
            part = b""
        part += letter
    yield part
