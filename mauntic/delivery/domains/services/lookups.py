"""Look up what DNS says about sending domains, and keep it with its time."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from mauntic.delivery.domains.adapters.dns import texts_of
from mauntic.delivery.domains.domain.records import Findings, Lookup, State, find, key_in
from mauntic.delivery.domains.models import SendingDomain
from mauntic.kernel.clock import now as present
from mauntic.kernel.normalize.domains import domain_of as registered_domain

AGAIN, AGAIN_SOON = timedelta(hours=24), timedelta(hours=1)
"""How long a look-up is good for, and one that found SPF and DMARC missing."""


def look_up(*, name: str, lookup: Lookup = texts_of, now: datetime | None = None) -> SendingDomain:
    """Look up the records of a domain, and keep what was found. No transaction is open while DNS is asked.

    Args:
        name: of the domain, in ASCII.
        lookup: of TXT records.
        now: the time of the look-up.

    Returns: the domain. A record that nobody could look up keeps what was known of the wait for it.
    """
    at = now or present()
    row, _is_new = SendingDomain.objects.get_or_create(name=name)
    own = [row.selector] if row.selector else []
    found = find(name, registered_domain(name) or "", lookup, own)
    is_answered = found.spf.state != State.UNKNOWN
    published = key_in(lookup(f"{row.selector}._domainkey.{name}") if own and is_answered else None)
    return _keep(row, found, published, at)


@transaction.atomic
def _keep(row: SendingDomain, found: Findings, published: str | None, at: datetime) -> SendingDomain:
    stored = SendingDomain.objects.select_for_update(no_key=True).get(pk=row.pk)
    stored.findings, stored.looked_at = asdict(found), at
    if found.is_unproven is not None:
        stored.unproven_since = (stored.unproven_since or at) if found.is_unproven else None
    # A key that was replaced while DNS was asked is not the one that was looked for.
    if published is not None and stored.selector == row.selector:
        stored.key_found_at = at if published and published == stored.public_key else None
    stored.save(update_fields=["findings", "looked_at", "unproven_since", "key_found_at"])
    return stored


def due(names: Iterable[str], now: datetime) -> list[str]:
    """Return those of the domains that are to be looked up: new ones, and those of old look-ups."""
    wanted = dict.fromkeys(name for name in names if name)
    fresh = Q(looked_at__gt=now - AGAIN, unproven_since=None) | Q(looked_at__gt=now - AGAIN_SOON)
    known = SendingDomain.objects.filter(fresh, name__in=list(wanted)).values_list("name", flat=True)
    return [name for name in wanted if name not in set(known)]
