"""What delivery does when contacts are deleted."""

from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.services.removal import contacts_leaving
from mauntic.delivery.inbox.services.leaving import let_go


@receiver(contacts_leaving)
def keep_links(contact_ids: list[UUID], *, is_erasure: bool, **_: object) -> None:
    """Keep the links in emails to deleted contacts, and suppress the addresses of erased ones."""
    let_go(contact_ids=contact_ids, is_erasure=is_erasure)
