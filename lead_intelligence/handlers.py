"""What lead intelligence does when others tell of something."""

from datetime import datetime

from django.dispatch import receiver

from lead_intelligence import services
from lead_intelligence.selectors.new_leads import worth_enriching
from mauntic.events.catalog import ContactCreated, ContactUpdated, MessageBounced
from mauntic.tenants.context import current_organization


@receiver(ContactCreated.signal)
def assess_new(events: list[ContactCreated], **_: object) -> None:
    """A first quality, before anybody is asked."""
    services.assess_quality(contact_ids=[event.contact_id for event in events])


@receiver(ContactCreated.signal)
def enrich_new(events: list[ContactCreated], **_: object) -> None:
    """Enrich new contacts where the organization wants it and a vendor could help."""
    if current_organization().enriches_new_contacts:
        ids = worth_enriching([event.contact_id for event in events])
        services.request_enrichment(contact_ids=ids)


@receiver(ContactUpdated.signal)
def assess_updated(events: list[ContactUpdated], **_: object) -> None:
    """The quality after a change."""
    services.assess_quality(contact_ids=[event.contact_id for event in events])


@receiver(MessageBounced.signal)
def refute_bounced(events: list[MessageBounced], occurred_at: datetime, **_: object) -> None:
    """An address that mail bounced from was no good answer."""
    services.refute_addresses(contact_ids=[event.contact_id for event in events], at=occurred_at)
