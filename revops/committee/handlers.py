"""Keep leads that are in a buying committee."""

from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.services.removal import contacts_in_use
from revops.committee.models import CommitteeMember


@receiver(contacts_in_use)
def contacts_in_committees(contact_ids: list[UUID], **_: object) -> set[UUID]:
    """Return those of the contacts that are, or were, in the committee of a deal."""
    rows = CommitteeMember.objects.filter(contact__in=contact_ids).order_by()
    return set(rows.values_list("contact", flat=True))
