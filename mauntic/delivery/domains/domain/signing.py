"""Sign messages with DKIM (RFC 6376), and make the keys for it."""

import base64

import dkim  # type: ignore[import-untyped] # it ships no types
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

BITS = 2048
EXPONENT = 65_537
# From is named once more than it occurs: a second From that somebody adds breaks the signature. The library
# would leave out List-Unsubscribe-Post, which RFC 8058 wants signed.
SIGNED = (
    *(
        b"from",
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"in-reply-to",
        b"references",
        b"reply-to",
    ),
    *(b"mime-version", b"content-type", b"list-unsubscribe", b"list-unsubscribe-post"),
)


def new_key() -> tuple[str, str]:
    """Return a new private key (PEM), and its public key as DNS records have it."""
    key = rsa.generate_private_key(EXPONENT, BITS)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), base64.b64encode(public).decode()


def record_of(public_key: str) -> str:
    """Return the TXT record to publish."""
    return f"v=DKIM1; k=rsa; p={public_key}"


def signed(message: bytes, *, domain: str, selector: str, private_key: str) -> bytes:
    """Return a message with its signature in front.

    Args:
        message: with CRLF line ends, and nothing changes it afterwards.
        domain: of the sender, in ASCII.
        selector: the name of the key.
        private_key: PEM.
    """
    signature: bytes = dkim.sign(
        message,
        selector.encode(),
        domain.encode(),
        private_key.encode(),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=list(SIGNED),
    )
    return signature + message
