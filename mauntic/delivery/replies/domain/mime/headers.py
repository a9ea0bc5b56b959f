"""Headers of incoming mail as text: decoded, capped, and free of what a database refuses."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from mauntic.delivery.replies.domain.mime.charsets import clean, decoded

MAX_VALUE = 2_000
"""Characters of an ordinary header; decoding takes quadratic time."""
MAX_LIST = 150_000
"""Characters of a header that lists addresses or ids: 2,000 recipients fit."""
MAX_ADDRESSES = 2_000
MAX_BARE = 10_000
"""Letters in which ids without brackets are looked for."""
MAX_IDS = 100
"""Ids at each end of References: clients look at the last ones, and some senders put their key first."""
LISTS = frozenset({"to", "cc", "references", "in-reply-to", "delivered-to", "x-original-to"})

ID = re.compile(r"<([^<>\s]{1,500})>")
BARE_ID = re.compile(r"(?<![^<>\s,;])[^<>\s,;]{1,400}@[^<>\s,;]{1,100}")
BARE_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"@])[^\s<>()\[\],;:\"@]{1,64}@[\w.-]{1,200}")

Headers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address in lower case, with the name that stands beside it."""

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]


def headers_of(message: Message) -> Headers:
    """Return all headers by their name in lower case, as text.

    Read raw: the library turns headers with bytes that are no ASCII into question marks.
    """
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        key = clean(_text(name)).lower()
        found.setdefault(key, []).append(header_text(value, raw=key in LISTS or key == "from"))
    return {name: tuple(values) for name, values in found.items()}


def header_text(value: object, *, raw: bool = False) -> str:
    """Return a header on one line; `raw` keeps encoded words, since their text may look like an address."""
    text = " ".join(_text(value)[: MAX_LIST if raw else MAX_VALUE].split())
    return clean(text if raw else decoded_words(text))


def decoded_words(text: str) -> str:
    """Return `text` with its encoded words (RFC 2047) decoded, whatever their charset."""
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text[:MAX_VALUE])
    except (MessageError, ValueError, IndexError, LookupError):  # broken base64, for one
        return text
    return clean(
        "".join(part if isinstance(part, str) else decoded(part, charset) for part, charset in parts)
    )


def first(headers: Headers, name: str) -> str:
    """Return the first header of this name, or an empty text."""
    return headers.get(name, ("",))[0]


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """Return the addresses of header values, at most `MAX_ADDRESSES`, each once."""
    joined = ", ".join(values)[:MAX_LIST]
    found: dict[str, Address] = {}
    for each in _split(joined)[:MAX_ADDRESSES]:
        found.setdefault(each.email, each)
    return tuple(found.values())


def ids(value: str) -> tuple[str, ...]:
    """Return message ids without their brackets, in order; some clients leave the brackets out."""
    found = list(dict.fromkeys(ID.findall(value) or BARE_ID.findall(value[:MAX_BARE])))
    return tuple(found if len(found) <= 2 * MAX_IDS else found[:MAX_IDS] + found[-MAX_IDS:])


def moment(value: str) -> datetime | None:
    """Return the time of a Date header; without a zone it counts as UTC."""
    try:
        found = parsedate_to_datetime(value[:100])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _split(joined: str) -> list[Address]:
    try:
        pairs = getaddresses([joined])
    except (RecursionError, ValueError, IndexError):  # nested comments without end
        pairs = []
    found = [Address(email.strip().lower(), decoded_words(name)) for name, email in pairs if "@" in email]
    return found or [Address(email.lower()) for email in BARE_ADDRESS.findall(joined)]


def _text(value: object) -> str:
    """Return a header as text; bytes that are no ASCII come as surrogates, and are mostly UTF-8."""
    return decoded(str(value).encode("utf-8", "surrogateescape"), "utf-8")
