"""What people are told of: alerts on leads, enrichment that found too little, research that is ready."""

from django.dispatch import receiver

from mauntic.events.catalog import EnrichmentFailed, ResearchCompleted, SignalAlertCreated
from mauntic.notifications.services import tell_of_alerts, tell_of_failures, tell_of_research


@receiver(SignalAlertCreated.signal)
def tell_owners_of_alerts(events: list[SignalAlertCreated], **_: object) -> None:
    """Whoever owns the lead has to act."""
    tell_of_alerts(alerts=events)


@receiver(EnrichmentFailed.signal)
def tell_owners_of_failures(events: list[EnrichmentFailed], **_: object) -> None:
    """What the vendors do not know, the owner may find out."""
    tell_of_failures(contact_ids=[event.contact_id for event in events])


@receiver(ResearchCompleted.signal)
def tell_owners_of_research(events: list[ResearchCompleted], **_: object) -> None:
    """Research is read while it is fresh."""
    tell_of_research(research=events)
