"""Receivers that assess the quality of new and changed leads."""

from django.dispatch import receiver

from lead_intelligence.quality import services as quality_services
from mauntic.events.catalog import ContactCreated, ContactUpdated


@receiver(ContactCreated.signal, dispatch_uid="lead_intelligence.handlers.assess_new")
def assess_new(events: list[ContactCreated], **_: object) -> None:
    """Assess new leads, before any enrichment."""
    quality_services.assess_quality(contact_ids=[event.contact_id for event in events])


@receiver(ContactUpdated.signal, dispatch_uid="lead_intelligence.handlers.assess_updated")
def assess_updated(events: list[ContactUpdated], **_: object) -> None:
    """Assess changed leads."""
    quality_services.assess_quality(contact_ids=[event.contact_id for event in events])
