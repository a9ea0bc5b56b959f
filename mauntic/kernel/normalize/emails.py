"""Email addresses, judged offline."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email

# RFC 5321: 254 for an address; the rest is room for "mailto:", brackets and spaces.
LONGEST_EMAIL = 320
# Several addresses with their names.
LONGEST_CELL = 1_000
LONGEST_LOCAL, LONGEST_ADDRESS = 64, 254
_PLAIN = re.compile(r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MAILTO = re.compile(r"\Amailto: {0,9}", re.IGNORECASE)
# Google writes ":::" between the values of one field.
_BETWEEN = re.compile(r":::|[;,|\n]")


class ReadEmail(NamedTuple):
    """An address, and what stands beside it in the same cell: other addresses, or a name."""

    address: str
    others: tuple[str, ...] = ()
    is_whole: bool = True


def clean_email(raw: str) -> str | None:
    """Return the address in lower case, or None if it is not one. Does not check if it can receive mail.

    Invisible spaces, "mailto:", angle brackets and a final full stop or semicolon are removed.
    """
    if len(raw) > LONGEST_EMAIL:
        return None
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).strip()
    text = _MAILTO.sub("", visible).strip(" <>;,").removesuffix(".")
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def email_key(raw: str) -> str:
    """Return the form by which addresses are compared.

    Returns: the clean address, or for an invalid one the text in lower case without outer spaces.
    """
    return clean_email(raw) or raw.strip().lower()


def ascii_email(raw: str) -> str:
    """Return the address as every mail server takes it: the domain in its ASCII form.

    Returns: empty if it is no address, or has other characters before the @.
    """
    # Most addresses have a plain name, and share their domain with others: a tenth of the time.
    local, _at, domain = raw.partition("@")
    if _PLAIN.fullmatch(local) and len(local) <= LONGEST_LOCAL:
        known = _ascii_domain(domain)
        return f"{local}@{known}" if known and len(local) + len(known) < LONGEST_ADDRESS else ""
    return _ascii_email(raw)


@lru_cache(maxsize=65_536)
def _ascii_domain(domain: str) -> str:
    return _ascii_email(f"a@{domain}").partition("@")[2]


def _ascii_email(raw: str) -> str:
    try:
        return validate_email(raw, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError:
        return ""


def read_email(raw: str) -> ReadEmail | None:
    """Return the address of a cell: "a@x", "Name <a@x>", or the first of "a@x; b@x" with the others.

    Returns: None if there is no address.
    """
    if whole := clean_email(raw):
        return ReadEmail(whole)
    if len(raw) > LONGEST_CELL:
        return None
    parts = [part for part in _BETWEEN.split(raw) if "@" in part or "\uff20" in part]
    found = [address for part in parts if (address := clean_email(_in_brackets(part)))]
    # A part that is no address tells that the cell is damaged: which of them is the person's, nobody knows.
    return (
        ReadEmail(found[0], tuple(found[1:]), is_whole=False) if found and len(found) == len(parts) else None
    )


def _in_brackets(part: str) -> str:
    """The address of "Name <a@x>"."""
    before, bracket, rest = part.rpartition("<")
    return rest.partition(">")[0] if bracket and "@" not in before else part
