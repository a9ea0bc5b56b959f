"""Rule for reassigning contacts, for owners, routing and pages."""

from collections.abc import Sequence
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.crm.contacts.models.contact import Contact


def count_of_others(contact_ids: Sequence[UUID], user: User) -> int:
    """Return how many of the contacts `user` may not reassign.

    Managers, ops and admins may reassign every contact. Reps may reassign unassigned contacts, and those
    whose owner's work they may change.
    """
    if user.is_manager:
        return 0
    owned = Contact.objects.filter(pk__in=contact_ids, owner__isnull=False)
    return owned.count() - owned.filter(owned_by_visible(user)).count()


def may_hand_on(contact: Contact, user: User) -> bool:
    """Return whether `user` may reassign the contact, or have it routed."""
    return contact.owner_id in {None, user.pk} or not count_of_others([contact.pk], user)
