"""Reads of suppressed addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.delivery.suppression.domain.digests import digest_of, digest_of_key
from mauntic.delivery.suppression.models import OF_ADDRESS, Reason, Suppression, SuppressionSalt
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.errors import NotFound

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose email a suppression is about: one sender, or all without a kind."""

    kind: str = ""
    id: UUID | None = None


EVERYTHING = Scope()


def current_salt() -> str:
    """Return the salt of the organization's digests."""
    row, _created = SuppressionSalt.objects.get_or_create(pk=1)
    return row.salt


def suppressed(
    wanted: Iterable[tuple[str, Scope]], *, of_people: bool = False
) -> dict[tuple[str, Scope], str]:
    """Return why some of the addresses must not get email, by address and sender as given.

    Args:
        wanted: addresses in the form of `email_key`, each with its sender; two queries for each 5,000.
            Suppressions of everything count for each sender.
        of_people: only reasons that hold for other addresses of the same person as well.
    """
    found: dict[tuple[str, Scope], str] = {}
    salt = ""
    for chunk in chunked(dict.fromkeys(wanted), CHUNK):
        salt = salt or current_salt()
        found |= _suppressed(chunk, salt, of_people=of_people)
    return found


def _suppressed(
    wanted: Sequence[tuple[str, Scope]], salt: str, *, of_people: bool
) -> dict[tuple[str, Scope], str]:
    digests = {address: digest_of_key(address, salt) for address, _scope in wanted}
    rows = Suppression.objects.of(set(digests.values()))
    rows = rows.exclude(reason__in=OF_ADDRESS) if of_people else rows
    stored = {
        (digest, Scope(kind, scope_id)): str(Reason(reason).label)
        for digest, kind, scope_id, reason in rows.values_list("digest", "scope_kind", "scope_id", "reason")
    }
    return {
        (address, scope): reason
        for address, scope in (wanted if stored else ())
        if (reason := stored.get((digests[address], EVERYTHING)) or stored.get((digests[address], scope), ""))
    }


def suppression(suppression_id: UUID) -> Suppression:
    """Return a suppression that is in force, with its contact.

    Raises: `NotFound`.
    """
    found = Suppression.objects.in_force().select_related("contact").filter(pk=suppression_id).first()
    if found is None:
        raise NotFound(_("This address is not suppressed any more."))
    return found


def is_suppressed(digest: str) -> bool:
    """Return whether an address must get no email at all, by its digest."""
    return Suppression.objects.of([digest]).filter(scope_kind=EVERYTHING.kind).exists()


def suppressions(text: str = "", reason: str = "", *, with_lifted: bool = False) -> QuerySet[Suppression]:
    """Return suppressed addresses, newest first.

    Args:
        text: a whole address to look for; empty for all.
        reason: one of `Reason`; empty for all.
        with_lifted: also those that somebody lifted.
    """
    rows = Suppression.objects.all() if with_lifted else Suppression.objects.in_force()
    rows = rows.select_related("contact")
    if text.strip():
        rows = rows.filter(digest=digest_of(text, current_salt()))
    return rows.filter(reason=reason) if reason in Reason.values else rows
