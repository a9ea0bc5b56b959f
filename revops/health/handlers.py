"""Assess deals when they are created and when they move."""

from django.dispatch import receiver

from mauntic.events.catalog import DealCreated, DealStageChanged
from revops.health.services import assess


@receiver(DealCreated.signal, dispatch_uid="revops.handlers.assess_new_deals")
def assess_new_deals(events: list[DealCreated], **_: object) -> None:
    """Assess new deals."""
    assess.assess_deals(deal_ids=[event.deal_id for event in events])


@receiver(DealStageChanged.signal, dispatch_uid="revops.handlers.assess_moved_deals")
def assess_moved_deals(events: list[DealStageChanged], **_: object) -> None:
    """Assess deals again that moved to another stage; results of closed ones are removed."""
    assess.assess_deals(deal_ids=[event.deal_id for event in events])
