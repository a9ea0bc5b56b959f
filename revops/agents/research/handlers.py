"""Forget people who are deleted."""

from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.services.removal import contacts_leaving
from revops.agents.research.services.purge import forget_people


@receiver(contacts_leaving, dispatch_uid="revops.handlers.forget_researched_people")
def forget_researched_people(contact_ids: list[UUID], **_: object) -> None:
    """Delete what company research holds about contacts that are being deleted."""
    forget_people(contact_ids=contact_ids)
