"""How an address is stored among the suppressed ones: as a salted digest with a hint."""

import hashlib

from mauntic.kernel.normalize import email_key


def digest_of(address: str, salt: str) -> str:
    """Return the digest of an address. Case and blanks around it do not count."""
    return digest_of_key(email_key(address), salt)


def digest_of_key(key: str, salt: str) -> str:
    """Return the digest of an address in the form of `email_key`, which takes most of the time."""
    return hashlib.sha256(f"{salt}:{key}".encode()).hexdigest()


def hint_of(address: str) -> str:
    """Return the first letter and the domain of an address, for people: `j•••@acme.com`."""
    local, _at, domain = email_key(address).rpartition("@")
    return f"{local[:1]}•••@{domain}"[:120]
