"""Receivers that mark bounced addresses."""

from datetime import datetime

from django.dispatch import receiver

from lead_intelligence.provenance.services import bounces
from mauntic.events.catalog import MessageBounced


@receiver(MessageBounced.signal, dispatch_uid="lead_intelligence.handlers.refute_bounced")
def refute_bounced(events: list[MessageBounced], occurred_at: datetime, **_: object) -> None:
    """Mark enriched addresses whose messages bounced."""
    bounces.refute_addresses(contact_ids=[event.contact_id for event in events], at=occurred_at)
