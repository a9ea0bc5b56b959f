"""Keep the ledger of deleted leads."""

from uuid import UUID

from django.dispatch import receiver

from lead_intelligence.privacy.services import deletion
from mauntic.crm.contacts.services.removal import contacts_leaving


@receiver(contacts_leaving)
def keep_ledger(contact_ids: list[UUID], **_: object) -> None:
    """Keep the costs of contacts that are being deleted, without personal data."""
    deletion.release_contacts(contact_ids=contact_ids)
