"""Route leads when they are created and when their score rises."""

from django.dispatch import receiver

from mauntic.events.catalog import ContactCreated, ScoreThresholdCrossed
from revops.routing.services import route


@receiver(ContactCreated.signal, dispatch_uid="revops.handlers.route_new_leads")
def route_new_leads(events: list[ContactCreated], **_: object) -> None:
    """Route new leads without an owner."""
    route.route_new(contact_ids=[event.contact_id for event in events])


@receiver(ScoreThresholdCrossed.signal, dispatch_uid="revops.handlers.route_risen_leads")
def route_risen_leads(events: list[ScoreThresholdCrossed], **_: object) -> None:
    """Route unassigned leads whose score has risen."""
    route.route_risen(scores={event.contact_id: event.score for event in events if event.direction == "up"})
