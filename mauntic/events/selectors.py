"""Reading the event log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cursor_pagination import CursorPage, CursorPaginator, InvalidCursor
from django.core.exceptions import ValidationError
from django.db.models import F, prefetch_related_objects

from mauntic.events.models import Delivery, StoredEvent, StoredEventQuerySet
from mauntic.kernel.errors import Invalid

ROWS_PER_PAGE = 50
FACTS_SHOWN = 50
CHAIN_LIMIT = 20
EFFECTS_LIMIT = 200

# One statement each, however long the chain: the row itself, then what led to it.
_CAUSES = """
WITH RECURSIVE chain AS (
    SELECT id, cause_kind, cause_id, 0 AS distance FROM events_storedevent WHERE id = %(id)s
    UNION ALL
    SELECT cause.id, cause.cause_kind, cause.cause_id, chain.distance + 1
    FROM chain JOIN events_storedevent AS cause
        ON cause.id = CASE chain.cause_kind WHEN 'event' THEN chain.cause_id::uuid END
    WHERE chain.distance < %(limit)s
)
SELECT event.id, event.type, event.fact_count, event.occurred_at, event.cause_kind, event.cause_id, distance
FROM chain JOIN events_storedevent AS event USING (id) WHERE distance > 0 ORDER BY distance
"""
_EFFECTS = """
WITH RECURSIVE chain AS (
    SELECT %(id)s::uuid AS id, 0 AS distance
    UNION ALL
    SELECT effect.id, chain.distance + 1
    FROM chain JOIN events_storedevent AS effect
        ON effect.cause_id = chain.id::text AND effect.cause_id <> '' AND effect.cause_kind = 'event'
    WHERE chain.distance < %(limit)s
)
SELECT event.id, event.type, event.fact_count, event.occurred_at, event.cause_kind, event.cause_id, distance
FROM chain JOIN events_storedevent AS event USING (id) WHERE distance > 0
ORDER BY distance, event.occurred_at, event.id LIMIT %(rows)s
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list that is paged by key; the cursors are empty where there is nothing further."""

    rows: Sequence[Any]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Story:
    """A stored event between what led to it, nearest first, and what it led to, with `distance` each."""

    event: StoredEvent
    facts: list[dict[str, Any]]
    causes: list[StoredEvent]
    effects: list[StoredEvent]


def event_log(
    *,
    wire_name: str = "",
    record: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: str = "",
    before: str = "",
) -> Page:
    """Stored events, newest first; `Invalid` for a bad cursor.

    Each has its deliveries, a `first_fact`, and the `cause_type` of the event that led to it, if one did.
    """
    events = StoredEvent.objects.between(since, until)
    if wire_name:
        events = events.filter(type=wire_name)
    if record:
        events = events.about(record)
    page = _page(_light(events).prefetch_related("deliveries"), ("-occurred_at", "-id"), after, before)
    _name_causes(page.rows)
    return page


def dead_deliveries(*, after: str = "", before: str = "") -> Page:
    """What was given up, latest first, with its event; `Invalid` for a bad cursor."""
    dead = Delivery.objects.dead().select_related("event").defer("event__facts", "event__subject_ids")
    return _page(dead, ("-id",), after, before)


def dead_count() -> int:
    """How many deliveries were given up."""
    return Delivery.objects.dead().count()


def story(event_id: UUID) -> Story | None:
    """One stored event with its causes and effects, four statements however many they are."""
    event = StoredEvent.objects.prefetch_related("deliveries").filter(pk=event_id).first()
    if event is None:
        return None
    arguments = {"id": event_id, "limit": CHAIN_LIMIT, "rows": EFFECTS_LIMIT}
    causes = list(StoredEvent.objects.raw(_CAUSES, arguments))
    effects = list(StoredEvent.objects.raw(_EFFECTS, arguments))
    prefetch_related_objects([*causes, *effects], "deliveries")
    return Story(event=event, facts=event.facts[:FACTS_SHOWN], causes=causes, effects=effects)


def _light(events: StoredEventQuerySet) -> StoredEventQuerySet:
    """Without the facts, of which a row may keep hundreds; the first one stands for them."""
    return events.defer("facts", "subject_ids").annotate(first_fact=F("facts__0"))


def _name_causes(rows: Sequence[StoredEvent]) -> None:
    ids = {row.cause_id for row in rows if row.cause_kind == "event"}
    types = {str(pk): name for pk, name in StoredEvent.objects.filter(pk__in=ids).values_list("pk", "type")}
    for row in rows:
        row.cause_type = types.get(row.cause_id, "")


def _page(rows: Any, ordering: tuple[str, ...], after: str, before: str) -> Page:
    paginator = CursorPaginator(rows, ordering=ordering)
    window = (
        {"last": ROWS_PER_PAGE, "before": before}
        if before
        else {"first": ROWS_PER_PAGE, "after": after or None}
    )
    try:
        _check_cursor(paginator, after or before)
        found: CursorPage = paginator.page(**window)
    except (InvalidCursor, ValidationError):
        raise Invalid({"page": "This link to a page is damaged: start again at the newest."}) from None
    newer = paginator.cursor(found[0]) if found and found.has_previous else ""
    older = paginator.cursor(found[-1]) if found and found.has_next else ""
    return Page(rows=found.items, newer=newer, older=older)


def _check_cursor(paginator: CursorPaginator, cursor: str) -> None:
    """`InvalidCursor` or `ValidationError` for what holds no values of the sorted columns."""
    if not cursor:
        return
    position = paginator.decode_cursor(cursor)
    if len(position) != len(paginator.ordering):
        raise InvalidCursor
    for name, value in zip(paginator.ordering, position, strict=True):
        paginator.queryset.model._meta.get_field(name.lstrip("-")).clean(value, None)  # noqa: SLF001 (Django's public Meta API)
