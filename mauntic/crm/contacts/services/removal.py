"""Delete contacts."""

from collections.abc import Iterable
from uuid import UUID

from django.dispatch import Signal
from django.utils.translation import gettext_lazy

from mauntic.crm.contacts.models.contact import Contact
from mauntic.kernel.db.locks import Lock, giving_way

BUSY = gettext_lazy("Other changes to these leads are in progress. Try again in a moment.")

contacts_leaving = Signal()
"""Sent with the locked `contact_ids` before they are deleted, in the same transaction, so that other contexts
save what must outlive a contact, such as the cost of enrichment. A signal needs no job and is never late."""


def delete_contacts(*, contact_ids: Iterable[UUID]) -> int:
    """Delete contacts with all rows that refer to them.

    Scores and signals wait meanwhile, since they are written without a lock on their contact.

    Returns: the number of contacts deleted.
    Raises: `Conflict` if other transactions hold the contacts for about 15 s.
    """
    ids = list(contact_ids)

    def delete() -> int:
        # Locked first, so that no transaction adds rows that would block the deletion at commit.
        rows = Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
        gone = list(rows.values_list("pk", flat=True))
        contacts_leaving.send(sender=Contact, contact_ids=gone)
        _, by_model = Contact.objects.filter(pk__in=gone).delete()
        return by_model.get("crm.Contact", 0)

    return giving_way(delete, after=[Lock.SCORES], busy=str(BUSY))
