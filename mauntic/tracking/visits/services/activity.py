"""Store visits and events once, and publish those of contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import Event, EventTracked, PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.bots import bot_reason
from mauntic.kernel.db.rows import insert_new
from mauntic.kernel.ids import new_id
from mauntic.tracking.visitors.domain.clocks import PUBLISHED_FOR, Moment
from mauntic.tracking.visitors.domain.names import text_of
from mauntic.tracking.visits.domain.messages import Message
from mauntic.tracking.visits.models import TrackedEvent, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A visit or event to store: its values by column, and whether it is too old to publish."""

    is_event: bool
    is_old: bool
    values: dict[str, Any]

    @classmethod
    def of(
        cls,
        message: Message,
        visitor: UUID,
        contact: UUID | None,
        *,
        moment: Moment,
        received_at: datetime,
        user_agent: str,
        purpose: str,
        in_browser: bool,
    ) -> Self:
        """Return the activity of a page, screen or track message."""
        agent = message.user_agent or user_agent
        reason = bot_reason(user_agent=agent, purpose=purpose, in_browser=in_browser)
        is_event = message.type == "track"
        common = {
            "id": new_id(),
            "visitor_id": visitor,
            "contact_id": contact,
            "message_id": message.own_id,
            "is_bot": bool(reason),
            "bot_reason": reason[:120],
            "user_agent": agent[:500],
            "clock_note": moment.note,
            "occurred_at": moment.at,
            "received_at": received_at,
        }
        own = _of_event(message) if is_event else _of_visit(message)
        return cls(is_event=is_event, is_old=received_at - moment.at > PUBLISHED_FOR, values=common | own)


def _of_event(message: Message) -> dict[str, Any]:
    return {
        "name": message.done,
        "properties": message.properties or {},
        "url": message.page.url[:2000],
    }


def _of_visit(message: Message) -> dict[str, Any]:
    page = message.page
    return {
        "url": (message.property_text("url") or page.url or message.property_text("path") or page.path)[
            :2000
        ],
        "title": (message.property_text("title") or page.title or text_of(message.name))[:300],
        "referrer": (message.property_text("referrer") or page.referrer)[:2000],
    }


@transaction.atomic(savepoint=False)
def record_activities(*, activities: Sequence[Activity]) -> int:
    """Store visits and events. Those that are stored already are skipped.

    Returns: the number of new ones.
    Publishes: `PageVisited`, then `EventTracked`, for new activity of contacts that is not too old.
    """
    new = insert_new(Visit.objects, [each.values for each in activities if not each.is_event])
    new |= insert_new(TrackedEvent.objects, [each.values for each in activities if each.is_event])
    facts = [
        _fact(each)
        for each in sorted(activities, key=lambda each: each.is_event)
        if each.values["id"] in new and each.values["contact_id"] and not each.is_old
    ]
    publish_many(facts)
    return len(new)


def _fact(activity: Activity) -> Event:
    values = activity.values
    if activity.is_event:
        return EventTracked(
            contact_id=values["contact_id"],
            event_id=values["id"],
            name=values["name"],
            is_bot=values["is_bot"],
        )
    return PageVisited(
        contact_id=values["contact_id"], visit_id=values["id"], url=values["url"], is_bot=values["is_bot"]
    )
