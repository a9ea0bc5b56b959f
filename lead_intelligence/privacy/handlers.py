"""Keep the ledger when leads are deleted."""

from uuid import UUID

from django.dispatch import receiver

from lead_intelligence.privacy.services import deletion
from mauntic.crm.contacts.services.removal import contacts_leaving


@receiver(contacts_leaving)
def keep_ledger(contact_ids: list[UUID], **_: object) -> None:
    """Keep what was paid for contacts that are being deleted."""
    deletion.release_contacts(contact_ids=contact_ids)
