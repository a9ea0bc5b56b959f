"""Visits and events are kept once, and told of known contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import Event, EventTracked, PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.ids import new_id
from mauntic.kernel.rows import insert_new
from mauntic.tracking.domain.bots import bot_reason
from mauntic.tracking.domain.clocks import TOLD_FOR, moment_of
from mauntic.tracking.domain.messages import Message
from mauntic.tracking.models import TrackedEvent, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A row to be, of visits or events: its values by column, and whether it is too old to be told."""

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
        received_at: datetime,
        user_agent: str,
        purpose: str,
    ) -> Self:
        """What a page, screen or track message comes to."""
        moment = moment_of(
            timestamp=message.timestamp or message.original_timestamp,
            sent_at=message.sent_at,
            received_at=received_at,
        )
        agent = (message.context and message.context.user_agent) or user_agent
        reason = bot_reason(user_agent=agent, purpose=purpose)
        is_event = message.type == "track"
        common = {
            "id": new_id(),
            "visitor_id": visitor,
            "contact_id": contact,
            "message_id": message.message_id or "",
            "is_bot": bool(reason),
            "bot_reason": reason[:120],
            "user_agent": agent[:500],
            "clock_note": moment.note,
            "occurred_at": moment.at,
            "received_at": received_at,
        }
        own = _of_event(message) if is_event else _of_visit(message)
        return cls(is_event=is_event, is_old=received_at - moment.at > TOLD_FOR, values=common | own)


def _of_event(message: Message) -> dict[str, Any]:
    return {
        "name": (message.event or "").strip(),
        "properties": message.properties or {},
        "url": (message.page.url or "")[:2000],
    }


def _of_visit(message: Message) -> dict[str, Any]:
    page = message.page
    return {
        "url": (message.said("url") or page.url or message.said("path") or page.path or "")[:2000],
        "title": (message.said("title") or page.title or message.name or "")[:300],
        "referrer": (message.said("referrer") or page.referrer or "")[:2000],
    }


@transaction.atomic(savepoint=False)
def record_activities(*, activities: Sequence[Activity]) -> int:
    """Keep visits and events, and publish what contacts did lately; the count of those that are new."""
    new = insert_new(Visit.objects, [each.values for each in activities if not each.is_event])
    new |= insert_new(TrackedEvent.objects, [each.values for each in activities if each.is_event])
    told = [
        _fact(each)
        for each in sorted(activities, key=lambda each: each.is_event)
        if each.values["id"] in new and each.values["contact_id"] and not each.is_old
    ]
    publish_many(told)
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
