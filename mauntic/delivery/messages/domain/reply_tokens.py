"""Addresses that name the message which an answer to them is about: `ann+r-<token>@ours.example`.

Servers with plus addressing deliver them to the mailbox in front of the plus sign. The token holds the id of
the message and the beginning of its HMAC, so that nobody can make one up, in the letters and digits that
survive every mail program.
"""

import hmac
from base64 import b32decode, b32encode
from binascii import Error
from uuid import UUID

MARK = "+r-"
ID_BYTES, PROOF_BYTES = 16, 8
LENGTH = 39
LONGEST_LOCAL = 64
"""Characters in front of the @ sign (RFC 5321)."""


def reply_address(address: str, message_id: UUID, key: bytes) -> str:
    """Return the address for answers to a message; empty if it would be too long.

    Args:
        address: of the mailbox.
        message_id: of the message.
        key: of the organization.
    """
    local, _at, domain = address.rpartition("@")
    token = b32encode(message_id.bytes + _proof(message_id, key)).decode().rstrip("=").lower()
    named = f"{local}{MARK}{token}"
    return f"{named}@{domain}" if local and len(named) <= LONGEST_LOCAL else ""


def answered_by(address: str, key: bytes) -> UUID | None:
    """Return the message that an address names; None if it names none, or the token is not ours."""
    _local, mark, token = address.rpartition("@")[0].rpartition(MARK)
    if not mark or len(token) != LENGTH:
        return None
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (Error, ValueError):
        return None
    found = UUID(bytes=raw[:ID_BYTES])
    return found if hmac.compare_digest(raw[ID_BYTES:], _proof(found, key)) else None


def _proof(message_id: UUID, key: bytes) -> bytes:
    return hmac.digest(key, message_id.bytes, "sha256")[:PROOF_BYTES]
