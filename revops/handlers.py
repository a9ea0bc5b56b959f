"""What revenue operations do when something happened."""

from django.dispatch import receiver

from mauntic.events.catalog import ContactCreated, DealCreated, DealStageChanged, ScoreThresholdCrossed
from revops import services
from revops.services import health


@receiver(ContactCreated.signal)
def route_new_leads(events: list[ContactCreated], **_: object) -> None:
    """A lead that comes without an owner gets one."""
    services.route_new(contact_ids=[event.contact_id for event in events])


@receiver(ScoreThresholdCrossed.signal)
def route_risen_leads(events: list[ScoreThresholdCrossed], **_: object) -> None:
    """A lead of nobody that has become interesting gets an owner."""
    services.route_risen(
        scores={event.contact_id: event.score for event in events if event.direction == "up"}
    )


@receiver(DealCreated.signal)
def assess_new_deals(events: list[DealCreated], **_: object) -> None:
    """A deal has its health from its first day on."""
    health.assess_deals(deal_ids=[event.deal_id for event in events])


@receiver(DealStageChanged.signal)
def assess_moved_deals(events: list[DealStageChanged], **_: object) -> None:
    """Another stage asks for something else; what is closed is no longer looked at."""
    health.assess_deals(deal_ids=[event.deal_id for event in events])
