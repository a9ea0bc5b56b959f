"""Close proposals about leads who wrote, unsubscribed or closed a deal, and name agents in the history."""

from collections.abc import Collection
from uuid import UUID

from django.dispatch import receiver
from django.urls import reverse

from mauntic.broker.actor import ActorKind
from mauntic.events.attribution import register_actor_page
from mauntic.events.catalog import MessageReplied, MessageUnsubscribed, ProspectQualified
from revops.agents.approvals.services.reviewing import review_of

register_actor_page(ActorKind.AGENT, lambda actor_id: reverse("agents:approval", args=[actor_id]))


@receiver(MessageReplied.signal, dispatch_uid="revops.handlers.review_proposals_after_reply")
def review_after_reply(events: list[MessageReplied], **_: object) -> None:
    """Close proposals that a reply made wrong."""
    _review({event.contact_id for event in events})


@receiver(MessageUnsubscribed.signal, dispatch_uid="revops.handlers.review_proposals_after_farewell")
def review_after_farewell(events: list[MessageUnsubscribed], **_: object) -> None:
    """Close proposals to write to who unsubscribed."""
    _review({event.contact_id for event in events})


@receiver(ProspectQualified.signal, dispatch_uid="revops.handlers.review_proposals_after_qualification")
def review_after_qualification(events: list[ProspectQualified], **_: object) -> None:
    """Close proposals whose recommendation changed."""
    _review({event.contact_id for event in events})


def _review(contact_ids: Collection[UUID]) -> None:
    if contact_ids:
        review_of(contact_ids=contact_ids)
