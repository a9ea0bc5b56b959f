"""Reads of traffic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mauntic.crm.models import Contact
from mauntic.kernel.bots import reason_label
from mauntic.tracking.assets.models import Download
from mauntic.tracking.traffic.models import Correction, TrafficKind
from mauntic.tracking.visitors.models import Visitor
from mauntic.tracking.visits.models import TrackedEvent, Visit

LATEST = 10

MOST_AT_ONCE = 10_000

PAGE = 50


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of traffic of any kind."""

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
    """Rows of traffic, newest first. `older` is where the next page begins, None at the end."""

    rows: list[Activity]
    older: UUID | None


def latest_received() -> list[Activity]:
    """Return the latest page views and events of all senders, which show that the installation works."""
    found = [
        activity
        for kind in (TrafficKind.VISITS, TrafficKind.EVENTS)
        for activity in traffic_page(kind, {}, size=LATEST).rows
    ]
    return sorted(found, key=attrgetter("at"), reverse=True)[:LATEST]


def traffic_page(
    kind: TrafficKind, filters: Mapping[str, Any], *, before: UUID | None = None, size: int = PAGE
) -> TrafficPage:
    """Return a page of traffic, newest first.

    Ids are in the order of arrival, so that no page needs a sort.

    Args: `filters` as in `filtered_traffic`; `before` is `older` of the page before.
    """
    found = filtered_traffic(kind, filters)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = [_activity(row) for row in found.order_by("-pk")[: size + 1]]
    return TrafficPage(rows[:size], rows[size - 1].id if len(rows) > size else None)


def filtered_traffic(kind: TrafficKind, filters: Mapping[str, Any]) -> QuerySet[Any]:
    """Return traffic by `verdict` (person, bot), `visitor` (id) and `agent` (the exact user agent)."""
    found = _ALL[kind]()
    if verdict := filters.get("verdict"):
        found = found.filter(is_bot=verdict == "bot")
    if visitor := filters.get("visitor"):
        found = found.filter(visitor=visitor)
    if agent := filters.get("agent"):
        found = found.filter(user_agent=agent)
    return found


def corrections() -> QuerySet[Correction]:
    """Return the latest corrections, newest first."""
    return Correction.objects.select_related("by")[:LATEST]


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


def _activity(row: Visit | TrackedEvent | Download) -> Activity:
    return Activity(
        id=row.pk,
        what=str(row),
        at=row.occurred_at,
        contact=row.contact,
        visitor=row.visitor,
        user_agent=row.user_agent,
        is_bot=row.is_bot,
        bot_reason=reason_label(row.bot_reason),
    )
