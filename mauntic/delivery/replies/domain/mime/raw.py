"""Raw mail made safe to parse: what no parser should see is cut, and what cannot be cut is parked."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import groupby

MAX_RAW = 60_000_000
"""Bytes; large services stop at 50 MB, of which encoding is a third."""
MAX_PARSED = 1_000_000
"""Bytes that are parsed once attachments are cut: more than any text that a person writes."""
MAX_HEADERS = 256_000
MAX_FIELD = 4_000
"""Bytes of a header that describes a part; the standard library reads their parameters in quadratic time."""
MAX_BOUNDARIES = 100
MAX_DASHES = 1_000
"""Lines that may begin a part."""
MAX_WORK = 1_000_000
"""Lines times boundaries: each line is compared with each open boundary."""
ENCLOSED_WORK = 50
"""What a line costs beside boundaries if it may belong to an enclosed mail or report: there it may be a
header, and each blank line of a report begins another recipient."""
RUN, MIN_ENCODED = 200, 60
"""Lines of one length, and that length, that make an encoded attachment."""

BOUNDARY = re.compile(rb"boundary\*?\d{0,3}\*?\s{0,20}=", re.IGNORECASE)
PART_FIELD = re.compile(rb"^Content-[A-Za-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
ENCLOSED = re.compile(rb"message/|multipart/digest", re.IGNORECASE)
CUT = re.compile(rb"^mauntic-cut-(\d{1,9})\r?$", re.MULTILINE)
HEADERS_END = re.compile(rb"\r?\n\r?\n")


class Reason(StrEnum):
    """Why a mail waits for a person instead of being read."""

    TOO_LARGE = "too_large"
    HEADERS_TOO_LARGE = "headers_too_large"
    TOO_MANY_PARTS = "too_many_parts"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Parked:
    """A mail that is kept and shown, and not read."""

    key: str
    reason: Reason
    size: int


def digest(raw: bytes) -> str:
    """Return the key of a mail without a Message-ID."""
    return f"sha256:{sha256(raw).hexdigest()}"


def refusal(raw: bytes) -> Reason | None:
    """Return why `raw` may not be parsed, or None."""
    if len(raw) > MAX_RAW:
        return Reason.TOO_LARGE
    end = HEADERS_END.search(raw)
    if (end.start() if end else len(raw)) > MAX_HEADERS:
        return Reason.HEADERS_TOO_LARGE
    return None


def part_refusal(cut: bytes) -> Reason | None:
    """Return why a mail whose attachments are cut may not be parsed, or None."""
    if len(BOUNDARY.findall(cut)) > MAX_BOUNDARIES or cut.count(b"\n--") > MAX_DASHES:
        return Reason.TOO_MANY_PARTS
    if any(found.end() - found.start() > MAX_FIELD for found in PART_FIELD.finditer(cut)):
        return Reason.HEADERS_TOO_LARGE
    return None


def without_attachments(raw: bytes) -> bytes:
    """Return `raw` with a marker in place of each long run of encoded lines, at most `MAX_PARSED` bytes.

    The standard library takes 5 seconds for 50 MB. A regular expression takes minutes for a mail made
    for it; encoded lines all have the same length, which costs one pass.
    """
    if len(raw) <= MAX_PARSED:
        return _within_work(raw)
    lines: list[bytes] = []
    for length, group in groupby(raw.split(b"\n"), key=len):
        run = list(group)
        is_encoded = len(run) >= RUN and length >= MIN_ENCODED
        lines += [b"mauntic-cut-%d" % (len(run) * (length + 1))] if is_encoded else run
    return _within_work(b"\n".join(lines)[:MAX_PARSED])


def size_of(payload: bytes, *, is_base64: bool) -> int:
    """Return the size of an attachment, with what was cut from it."""
    missing = sum(int(found) for found in CUT.findall(payload))
    encoded = len(CUT.sub(b"", payload).strip()) + missing
    return encoded * 3 // 4 if is_base64 else encoded


def _within_work(raw: bytes) -> bytes:
    each = ENCLOSED_WORK if ENCLOSED.search(raw) else 5
    allowed = MAX_WORK // (each + len(BOUNDARY.findall(raw)))
    if raw.count(b"\n") <= allowed:
        return raw
    return b"\n".join(raw.split(b"\n", allowed)[:allowed])
