"""Delete contacts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.dispatch import Signal
from django.utils.translation import gettext_lazy

from mauntic.crm.contacts.models.contact import Contact
from mauntic.kernel.db.locks import Lock, giving_way

BUSY = gettext_lazy("Other changes to these leads are in progress. Try again in a moment.")

contacts_leaving = Signal()
"""Sent with the locked `contact_ids` before they are deleted, in the same transaction, so that other contexts
save what must outlive a contact, such as the cost of enrichment. A signal needs no job and is never late.
`is_erasure` says that the people asked for it, and must not be written to again."""

contacts_in_use = Signal()
"""Sent with locked `contact_ids`, to ask which of them hold work of people, such as activities. Each receiver
returns the set of their ids, found with one query."""


def delete_contacts(*, contact_ids: Iterable[UUID]) -> int:
    """Delete contacts with all rows that refer to them.

    Scores and signals wait meanwhile, since they are written without a lock on their contact.

    Returns: the number of contacts deleted.
    Raises: `Conflict` if other transactions hold the contacts for about 15 s.
    """
    deleted, _kept = _delete(contact_ids, keep=lambda _: set())
    return deleted


def erase_contacts(*, contact_ids: Iterable[UUID]) -> int:
    """Delete contacts as `delete_contacts` does, because these people want nothing to be known about them.

    Their email addresses are suppressed for good, as digests, so that an import does not bring them back.

    Returns: the number of contacts deleted.
    Raises: as `delete_contacts`.
    """
    deleted, _kept = _delete(contact_ids, keep=lambda _: set(), is_erasure=True)
    return deleted


def delete_unused_contacts(*, contact_ids: Iterable[UUID]) -> set[UUID]:
    """Delete the contacts that hold no work of people, as `delete_contacts` does.

    Returns: the ids of the contacts that hold such work, and stay.
    Raises: as `delete_contacts`.
    """
    _deleted, kept = _delete(contact_ids, keep=contacts_with_work)
    return kept


def contacts_with_work(contact_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the contacts that hold work of people (`contacts_in_use`). A query per kind of work."""
    answers: Sequence[tuple[object, Any]] = contacts_in_use.send(
        sender=Contact, contact_ids=list(contact_ids)
    )
    return set[UUID]().union(*(used for _receiver, used in answers))


def _delete(
    contact_ids: Iterable[UUID], *, keep: Callable[[list[UUID]], set[UUID]], is_erasure: bool = False
) -> tuple[int, set[UUID]]:
    """Delete contacts, except for those that `keep` returns.

    Returns: the number of contacts deleted, and the ids of those kept.
    """
    ids = list(contact_ids)

    def delete() -> tuple[int, set[UUID]]:
        # Locked first, so that no transaction adds rows that would block the deletion at commit, or work
        # that `keep` does not see.
        rows = Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        locked = list(rows.values_list("pk", flat=True))
        kept = keep(locked)
        gone = [pk for pk in locked if pk not in kept]
        contacts_leaving.send(sender=Contact, contact_ids=gone, is_erasure=is_erasure)
        _, by_model = Contact.objects.filter(pk__in=gone).delete()
        return by_model.get("crm.Contact", 0), kept

    return giving_way(delete, after=[Lock.SCORES], busy=str(BUSY))
