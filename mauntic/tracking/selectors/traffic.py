"""Reads of what came in: the latest, and all of it by verdict, visitor and user agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mauntic.crm.models import Contact
from mauntic.tracking.models import (
    Correction,
    Download,
    RejectedMessage,
    TrackedEvent,
    TrafficKind,
    UntrackedDay,
    Visit,
    Visitor,
    WriteKey,
)

LATEST = 10
MOST_AT_ONCE = 10_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Doing:
    """One row of traffic, of whatever kind."""

    id: UUID
    what: str
    at: datetime
    contact: Contact | None
    visitor: Visitor | None
    user_agent: str
    is_bot: bool
    bot_reason: str


@dataclass(frozen=True, slots=True)
class TrafficPage:
    """Rows of traffic, the latest first; `older` is where the next page begins, None at the end."""

    rows: list[Doing]
    older: UUID | None


def latest_received() -> list[Doing]:
    """The latest page views and events, whoever sent them: the proof that an installation works."""
    found = [
        doing
        for kind in (TrafficKind.VISITS, TrafficKind.EVENTS)
        for doing in traffic_page(kind, {}, size=LATEST).rows
    ]
    return sorted(found, key=attrgetter("at"), reverse=True)[:LATEST]


def traffic_page(
    kind: TrafficKind, filters: Mapping[str, Any], *, before: UUID | None = None, size: int = PAGE
) -> TrafficPage:
    """A page of traffic. Ids are in the order of arrival, so that no page needs a sort."""
    found = filtered_traffic(kind, filters)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = [_doing(row) for row in found.order_by("-pk")[: size + 1]]
    return TrafficPage(rows[:size], rows[size - 1].id if len(rows) > size else None)


def filtered_traffic(kind: TrafficKind, filters: Mapping[str, Any]) -> QuerySet[Any]:
    """Traffic by `verdict` (person, bot), `visitor` (id) and `agent` (the whole user agent)."""
    found = _ALL[kind]()
    if verdict := filters.get("verdict"):
        found = found.filter(is_bot=verdict == "bot")
    if visitor := filters.get("visitor"):
        found = found.filter(visitor=visitor)
    if agent := filters.get("agent"):
        found = found.filter(user_agent=agent)
    return found


def corrections() -> QuerySet[Correction]:
    """What people corrected, the latest first."""
    return Correction.objects.select_related("by")[:LATEST]


def write_keys() -> QuerySet[WriteKey]:
    """The sites that may send."""
    return WriteKey.objects.select_related("created_by")


def rejected_messages() -> QuerySet[RejectedMessage]:
    """Messages that were not taken, the latest first."""
    return RejectedMessage.objects.select_related("write_key")


def untracked_days() -> QuerySet[UntrackedDay]:
    """How much came of late from visitors who do not want to be followed."""
    return UntrackedDay.objects.all()[:30]


def _visits() -> QuerySet[Any]:
    return Visit.objects.select_related("contact", "visitor")


def _events() -> QuerySet[Any]:
    return TrackedEvent.objects.select_related("contact", "visitor")


def _downloads() -> QuerySet[Any]:
    return Download.objects.select_related("contact", "visitor", "asset")


_ALL = {
    TrafficKind.VISITS: _visits,
    TrafficKind.EVENTS: _events,
    TrafficKind.DOWNLOADS: _downloads,
}


def _doing(row: Visit | TrackedEvent | Download) -> Doing:
    return Doing(
        id=row.pk,
        what=str(row),
        at=row.occurred_at,
        contact=row.contact,
        visitor=row.visitor,
        user_agent=row.user_agent,
        is_bot=row.is_bot,
        bot_reason=row.bot_reason,
    )
