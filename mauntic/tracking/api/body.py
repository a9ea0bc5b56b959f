"""The body of a request: unpacked no further than it may be, with what the database can keep."""

import base64
import binascii
import re
import zlib

from django.http import HttpRequest

from mauntic.kernel.errors import Invalid

MAX_BODY_BYTES = 500 * 1024
GZIP = 16 + zlib.MAX_WBITS
# An escaped NUL, unless the backslash before the u is itself escaped.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def body_of(request: HttpRequest) -> bytes:
    """The JSON of a request, at most 500 KB. `Invalid` tells what is too large or cannot be unpacked."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        raise too_large()
    body = request.body
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        body = _unpacked(body)
    if len(body) > MAX_BODY_BYTES:
        raise too_large()
    # PostgreSQL has no NUL in its text. Something stands in its place: what was around it must not meet and
    # become another one.
    return _NUL.sub(rb"\1\\ufffd", body) if b"\\u0000" in body else body


def key_in_header(request: HttpRequest) -> str:
    """The user name of basic authentication, which is where Segment's clients put the write key."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def too_large() -> Invalid:
    """The error of a body that is too large."""
    return Invalid(
        {"body": f"At most {MAX_BODY_BYTES // 1024} KB are taken at once. Send fewer messages in a batch."}
    )


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(body, MAX_BODY_BYTES + 1)
    except zlib.error:
        raise Invalid({"body": "The body is said to be gzip, and is not."}) from None
    if not unpacker.eof and len(unpacked) <= MAX_BODY_BYTES:
        raise Invalid({"body": "The gzip body ends too early."})
    return unpacked
