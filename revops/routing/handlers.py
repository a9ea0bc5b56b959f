"""Route leads when they are created and when their score rises."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.dispatch import receiver
from django.utils.translation import gettext, ngettext

from mauntic.events.catalog import ContactCreated, ScoreThresholdCrossed
from mauntic.kernel.display import number
from revops.routing.selectors.risen import routing_of_risen
from revops.routing.services import route
from scoring.preview.selectors import Effect, effect_of_crossing


@receiver(ContactCreated.signal, dispatch_uid="revops.handlers.route_new_leads")
def route_new_leads(events: list[ContactCreated], **_: object) -> None:
    """Route new leads without an owner."""
    route.route_new(contact_ids=[event.contact_id for event in events])


@receiver(ScoreThresholdCrossed.signal, dispatch_uid="revops.handlers.route_risen_leads")
def route_risen_leads(events: list[ScoreThresholdCrossed], **_: object) -> None:
    """Route unassigned leads whose score has risen."""
    route.route_risen(scores=_risen(events))


@effect_of_crossing("routing")
def leads_routed(crossed: Sequence[ScoreThresholdCrossed], now: datetime) -> Effect:
    """Return whom `route_risen_leads` would assign and notify, for the preview of a scoring model."""
    routed = routing_of_risen(_risen(crossed), now)
    count = sum(routed.values())
    text = ngettext(
        "{count} unassigned lead would be routed.", "{count} unassigned leads would be routed.", count
    ).format(count=number(count))
    owners = sum(1 for name in routed if name)
    if owners:
        text += " " + ngettext(
            "{count} new owner would be notified.", "{count} new owners would be notified.", owners
        ).format(count=number(owners))
    parts = [(name or gettext("Nobody can take them"), leads) for name, leads in routed.items()]
    return Effect(count, text if count else gettext("No lead would be routed."), parts)


def _risen(events: Sequence[ScoreThresholdCrossed]) -> dict[UUID, Decimal]:
    return {event.contact_id: event.score for event in events if event.direction == "up"}
