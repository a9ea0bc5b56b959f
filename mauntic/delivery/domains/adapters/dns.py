"""Look up TXT records."""

from collections.abc import Sequence

import dns.exception
import dns.rdatatype
import dns.resolver
from django.conf import settings

TIMEOUT, LONGEST = 2.0, 4.0
"""Seconds to wait for one server, and for the whole answer."""


def texts_of(name: str) -> Sequence[str] | None:
    """Return the TXT records of a name.

    Returns: none if the name or its records do not exist; None if no server gave an answer, or an error.
    """
    try:
        answer = _resolver().resolve(name, dns.rdatatype.TXT, lifetime=LONGEST, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    # No server, no answer in time, a broken answer, a name that is none.
    except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
        return None
    # Long records come in several strings, which belong together.
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer.rrset or ()]


def _resolver() -> dns.resolver.Resolver:
    """Return a resolver that asks the servers of the setting, else those of this machine."""
    servers = settings.MAUNTIC_DNS_SERVERS
    resolver = dns.resolver.Resolver(configure=not servers)
    resolver.timeout = TIMEOUT
    if servers:
        host, _colon, port = servers[0].partition(":")
        resolver.nameservers, resolver.port = [host], int(port or 53)
    return resolver
