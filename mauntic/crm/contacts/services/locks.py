"""Locks on contacts, in the one order of locks."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy

from mauntic.crm.contacts.models.contact import Contact, ContactQuerySet
from mauntic.kernel.errors import NotFound

GONE = gettext_lazy("This lead was deleted.")


def hold_contacts(*, contact_ids: Iterable[UUID]) -> None:
    """Lock contacts against deletion and changes until commit.

    For transactions that lock a row of a contact, such as a deal, and write another one: PostgreSQL checks
    the foreign key at commit, too late for the order of locks.

    Raises: `NotFound` if one of them was deleted.
    """
    ids = set(contact_ids)
    if len(lock_contacts(ids).values_list("pk")) < len(ids):
        raise NotFound(str(GONE))


def lock_contacts(contact_ids: Iterable[UUID]) -> ContactQuerySet:
    """Return contacts by id, locked for a change when they are read, in the one order of locks.

    They come before companies. `no_key`: visits, jobs and other rows that only refer to them do not wait.
    """
    found = Contact.objects.filter(pk__in=list(contact_ids)).order_by("pk")
    return found.select_for_update(of=("self",), no_key=True)
