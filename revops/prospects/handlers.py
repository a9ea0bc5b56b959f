"""Qualify leads again when they are scored, enriched or edited."""

from django.dispatch import receiver

from mauntic.events.catalog import ContactUpdated, LeadEnriched, LeadScored
from revops.prospects.services.qualify import qualify_changed

# What the ideal customer profile and completeness read, by the names of the CRM.
READ = frozenset(
    {
        "title",
        "seniority",
        "country",
        "company",
        "employees",
        "industry",
        "email",
        "first_name",
        "last_name",
        "phone",
    }
)


@receiver(LeadScored.signal, dispatch_uid="revops.handlers.qualify_scored_leads")
def qualify_scored_leads(events: list[LeadScored], **_: object) -> None:
    """Qualify leads whose score changed."""
    qualify_changed(contact_ids=[event.contact_id for event in events])


@receiver(LeadEnriched.signal, dispatch_uid="revops.handlers.qualify_enriched_leads")
def qualify_enriched_leads(events: list[LeadEnriched], **_: object) -> None:
    """Qualify enriched leads."""
    qualify_changed(contact_ids=[event.contact_id for event in events])


@receiver(ContactUpdated.signal, dispatch_uid="revops.handlers.qualify_edited_leads")
def qualify_edited_leads(events: list[ContactUpdated], **_: object) -> None:
    """Qualify leads with a changed field that counts."""
    qualify_changed(
        contact_ids=[event.contact_id for event in events if not READ.isdisjoint(event.changed_fields)]
    )
