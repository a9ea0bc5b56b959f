"""Forget people who are deleted."""

from uuid import UUID

from django.dispatch import receiver

from mauntic.crm.contacts.services.removal import contacts_leaving
from revops.agents.llm.services.forget import forget_people


@receiver(contacts_leaving, dispatch_uid="revops.handlers.forget_people_in_runs")
def forget_people_in_runs(contact_ids: list[UUID], **_: object) -> None:
    """Delete prompts and answers about others that name contacts that are being deleted."""
    forget_people(contact_ids=contact_ids)
