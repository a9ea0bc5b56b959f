"""Locks on companies that do not exist yet, so that two transactions never create the same one.

Order of locks in the CRM, for every transaction: contacts by id, then the names and domains below, then
companies by id. Whoever locks contacts after companies can deadlock with an import or an enrichment.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from mauntic.tenants.context import current_schema

SEPARATE = 200
"""Names and domains that one transaction locks one by one. A larger set locks all new companies at once:
PostgreSQL keeps every advisory lock in shared memory, of which there is a fixed amount."""

# Taken in the order of the array: sorted, so that two transactions wait for each other and never deadlock.
_LOCK_EACH = "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key"


def lock_new_companies(details: Iterable[Mapping[str, Any]]) -> None:
    """Hold the names and domains of these companies until the transaction ends.

    Another transaction that wants to create or rename a company to one of them waits here, and then finds
    what this one created.
    """
    keys = sorted({_number(key) for one in details for key in _keys(one)})
    if not keys:
        return
    everything = _number("companies")
    with connection.cursor() as cursor:
        if len(keys) > SEPARATE:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [everything])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [everything])
            cursor.execute(_LOCK_EACH, [keys])


def _keys(details: Mapping[str, Any]) -> Iterable[str]:
    for name in ("domain", "name"):
        if value := str(details.get(name) or "").lower():
            yield f"{name}:{value}"


def _number(key: str) -> int:
    """Return the key of the advisory lock: organizations share one database, and its locks."""
    digest = hashlib.blake2b(f"{current_schema()}:{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
