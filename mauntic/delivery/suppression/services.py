"""Suppress addresses and allow them again."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.suppression.domain.digests import digest_of, hint_of
from mauntic.delivery.suppression.models import Reason, Suppression
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope, current_salt
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.normalize import email_key

WISHES = (Reason.ASKED, Reason.UNSUBSCRIBED, Reason.COMPLAINED, Reason.ERASED)
"""What people said themselves, the gravest last. It outweighs what others know of an address."""


@transaction.atomic
def suppress(
    *,
    addresses: Iterable[str],
    reason: Reason,
    source: str,
    scope: Scope = EVERYTHING,
    contacts: Mapping[str, UUID] | None = None,
) -> int:
    """Suppress addresses. An address that is suppressed already keeps its reason, unless this one is graver.

    Who unsubscribes from a bounced or manually suppressed address has said no: lifting the bounce would let
    email go to them.

    Args:
        addresses: any number, in sets of statements.
        reason: why.
        source: who or what says so, such as a name or a file.
        scope: the sender; by default all.
        contacts: the contacts of the addresses, where known.

    Returns: the number of addresses that were not suppressed before; for a wish, that had not said no before.
    Raises: `Invalid` for `address` if one is no address.
    """
    given = list(dict.fromkeys(email_key(each) for each in addresses))
    if wrong := [each for each in given if "@" not in each]:
        raise Invalid({"address": _('"{address}" is not an email address.').format(address=wrong[0][:80])})
    salt = current_salt()
    known = contacts or {}
    rows = [
        Suppression(
            digest=digest_of(each, salt),
            hint="" if reason == Reason.ERASED else hint_of(each),
            reason=reason,
            source=_without_address(source, each)[:160],
            scope_kind=scope.kind,
            scope_id=scope.id,
            contact_id=known.get(each),
        )
        for each in given
    ]
    return _store(rows, scope)


@transaction.atomic
def suppress_digest(*, digest: str, reason: Reason, source: str, scope: Scope = EVERYTHING) -> int:
    """Suppress an address of which only the digest is known, since its contact was deleted.

    Args: as those of `suppress`.
    Returns: 1, or 0 if it was suppressed before.
    """
    row = Suppression(
        digest=digest, reason=reason, source=source[:160], scope_kind=scope.kind, scope_id=scope.id
    )
    return _store([row], scope)


@transaction.atomic
def erase_addresses(*, addresses: Iterable[str]) -> int:
    """Suppress the addresses of erased people for good, and forget what hints at them.

    Args:
        addresses: any number; what is no address is left out.

    Returns: the number of addresses.
    """
    given = {key for each in addresses if "@" in (key := email_key(each))}
    source, salt = _("erasure"), current_salt()
    suppress(addresses=given, reason=Reason.ERASED, source=source)
    rows = Suppression.objects.filter(digest__in=[digest_of(each, salt) for each in given])
    rows.update(hint="", source=source)
    rows.in_force().filter(scope_kind=EVERYTHING.kind).update(reason=Reason.ERASED)
    return len(given)


def _without_address(source: str, address: str) -> str:
    """Return a source, such as the words of a mail server, without the address: it is stored nowhere."""
    return re.sub(re.escape(address), lambda _found: hint_of(address), source, flags=re.IGNORECASE)


def _store(rows: list[Suppression], scope: Scope) -> int:
    if not rows:
        return 0
    reason = Reason(rows[0].reason)
    stored = Suppression.objects.of(row.digest for row in rows)
    stored = stored.filter(scope_kind=scope.kind, scope_id=scope.id)
    known = stored.filter(reason__in=WISHES) if reason in WISHES else stored
    count = known.count()
    if lighter := _lighter_than(reason):
        stored.filter(reason__in=lighter).update(reason=reason, source=rows[0].source)
    Suppression.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    return len(rows) - count


def _lighter_than(reason: Reason) -> list[Reason]:
    if reason not in WISHES:
        return []
    return [each for each in Reason if each not in WISHES or WISHES.index(each) < WISHES.index(reason)]


@transaction.atomic
def allow_again(*, suppression_id: UUID, by: User) -> Suppression:
    """Lift a suppression. The row stays, with who lifted it.

    Args:
        suppression_id: the row.
        by: ops or admin.

    Returns: the row.
    Raises: `NotFound`, `Conflict` for people who complained or were erased.
    """
    row = Suppression.objects.in_force().select_for_update(of=("self",)).filter(pk=suppression_id).first()
    if row is None:
        raise NotFound(_("This address is not suppressed any more."))
    if row.is_forever:
        raise Conflict(
            _("{address} stays suppressed: {reason}.").format(address=row, reason=row.get_reason_display())
        )
    row.lifted_at, row.lifted_by = now(), by
    row.save(update_fields=["lifted_at", "lifted_by"])
    return row
