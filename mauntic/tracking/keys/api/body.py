"""Read the body of a request within its limits, and remove what the database cannot store."""

import base64
import binascii
import re
import zlib

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mauntic.kernel.errors import Invalid

MAX_BODY_BYTES = 500 * 1024
GZIP = 16 + zlib.MAX_WBITS
# An escaped NUL, unless the backslash before the u is itself escaped.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def body_of(request: HttpRequest) -> bytes:
    """Return the JSON of a request, at most 500 KB.

    Raises: `Invalid` if it is too large or cannot be decompressed.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        raise too_large()
    body = request.body
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        body = _unpacked(body)
    if len(body) > MAX_BODY_BYTES:
        raise too_large()
    # PostgreSQL stores no NUL in texts. It is replaced, since removing it could form another one.
    return _NUL.sub(rb"\1\\ufffd", body) if b"\\u0000" in body else body


def key_in_header(request: HttpRequest) -> str:
    """Return the user name of basic authentication, in which Segment clients send the write key."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def too_large() -> Invalid:
    """Return the error of a body that is too large."""
    return Invalid(
        {
            "body": _("The body is larger than %(limit)s KB. Send fewer messages per batch.")
            % {"limit": MAX_BODY_BYTES // 1024}
        }
    )


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(GZIP)
    try:
        unpacked = unpacker.decompress(body, MAX_BODY_BYTES + 1)
    except zlib.error:
        raise Invalid({"body": _("The body is not valid gzip.")}) from None
    if not unpacker.eof and len(unpacked) <= MAX_BODY_BYTES:
        raise Invalid({"body": _("The gzip body is incomplete.")})
    return unpacked
