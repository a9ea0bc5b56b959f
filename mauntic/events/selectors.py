"""Reads of the event log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cursor_pagination import CursorPage, CursorPaginator, InvalidCursor
from django.core.exceptions import ValidationError
from django.db.models import F, prefetch_related_objects
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.events.catalog.guards import Restriction, hidden_records, restrictions
from mauntic.events.catalog.records import Named, found_records, named_records, reading
from mauntic.events.models import Delivery, DeliveryQuerySet, StoredEvent, StoredEventQuerySet
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.parsing import uuids

ROWS_PER_PAGE = 50
# The schedule of `events.redeliver_due`, twice: one sweep may just be on its way.
SWEEP_EVERY = timedelta(minutes=2)
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
SELECT event.id, event.type, event.fact_count, event.occurred_at, event.cause_kind, event.cause_id,
    event.actor_kind, event.actor_id, event.actor_label, event.is_undo, distance
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
    """A page of a list that is paged by key. `before` and `after` are cursors, empty without further rows.

    `names` are the names of the records in the first facts, by id.
    """

    rows: Sequence[Any]
    before: str
    after: str
    names: Mapping[str, Named] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A stored event with its causes, nearest first, and its effects. Each has a `distance` in steps."""

    event: StoredEvent
    facts: list[dict[str, Any]]
    causes: list[StoredEvent]
    effects: list[StoredEvent]
    names: Mapping[str, Named] = field(default_factory=dict)


def event_log(
    user: User,
    *,
    wire_name: str = "",
    record: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    after: str = "",
    before: str = "",
) -> Page:
    """Return a page of stored events that `user` may see, newest first.

    Each has its deliveries, the `first_fact` and `shown_count` of the facts that `user` may see, its `title`
    and `text` in words, and the `cause_type` of the event that caused it, if the user may see it.

    Args: `record` is the id of a record, or a part of the name or email address of a lead.

    Raises: `Invalid` for a damaged cursor.
    """
    restricted = restrictions(user)
    events = StoredEvent.objects.within(restricted).between(since, until)
    if wire_name:
        events = events.filter(type=wire_name)
    if record:
        ids = uuids([record]) or found_records(record)
        events = events.about_any(ids)
    page = _page(_light(events).prefetch_related("deliveries"), ("-occurred_at", "-id"), after, before)
    _name_causes(page.rows, restricted)
    _show_facts(page.rows, restricted)
    for row in page.rows:
        row.title, row.text = reading(row.type, row.first_fact) if row.first_fact else ("", "")
    facts = [row.first_fact for row in page.rows if row.first_fact]
    return replace(page, names=named_records(facts))


def dead_deliveries(user: User, *, after: str = "", before: str = "") -> Page:
    """Return a page of dead deliveries of events that `user` may see, newest first.

    Raises: `Invalid` for a damaged cursor.
    """
    restricted = restrictions(user)
    dead = _dead(restricted).select_related("event").defer("event__facts", "event__subject_ids")
    page = _page(dead, ("-id",), after, before)
    _show_facts([delivery.event for delivery in page.rows], restricted)
    return page


def dead_count(user: User) -> int:
    """Return the number of failed deliveries of events that `user` may see."""
    return _dead(restrictions(user)).count()


def overdue_count() -> int:
    """Return how many deliveries should have been made before the last sweep."""
    return Delivery.objects.due(now() - SWEEP_EVERY).count()


def story(event_id: UUID, user: User) -> Story | None:
    """Return a stored event with its causes and effects, in a constant number of statements.

    Returns: None if the event does not exist or `user` may not see it. Hidden causes and effects are omitted.
    """
    restricted = restrictions(user)
    rows = StoredEvent.objects.within(restricted)
    event = rows.prefetch_related("deliveries").filter(pk=event_id).first()
    if event is None:
        return None
    arguments = {"id": event_id, "limit": CHAIN_LIMIT, "rows": EFFECTS_LIMIT}
    causes = _only_seen(list(StoredEvent.objects.raw(_CAUSES, arguments)), restricted)
    effects = _only_seen(list(StoredEvent.objects.raw(_EFFECTS, arguments)), restricted)
    prefetch_related_objects([*causes, *effects], "deliveries")
    facts = _shown_facts([event], restricted)[event.pk]
    event.shown_count = len(facts)
    _show_facts([*causes, *effects], restricted)
    shown = facts[:FACTS_SHOWN]
    return Story(event, shown, causes, effects, names=named_records(shown))


def _dead(restricted: list[Restriction]) -> DeliveryQuerySet:
    dead = Delivery.objects.dead()
    return dead.filter(event__in=StoredEvent.objects.within(restricted)) if restricted else dead


def _only_seen(rows: list[StoredEvent], restricted: list[Restriction]) -> list[StoredEvent]:
    if not restricted or not rows:
        return rows
    seen = StoredEvent.objects.within(restricted).filter(pk__in=[row.pk for row in rows])
    ids = set(seen.order_by().values_list("pk", flat=True))
    return [row for row in rows if row.pk in ids]


def _show_facts(rows: Sequence[Any], restricted: list[Restriction]) -> None:
    """Set `shown_count`, and `first_fact` where a fact may be hidden, of rows whose facts were not loaded."""
    types = {name for each in restricted for name in each.types}
    guarded = StoredEvent.objects.filter(pk__in=[row.pk for row in rows if row.type in types])
    shown = _shown_facts(guarded.only("type", "facts"), restricted) if types else {}
    for row in rows:
        row.shown_count = len(shown[row.pk]) if row.pk in shown else row.fact_count
        if row.pk in shown:
            row.first_fact = next(iter(shown[row.pk]), None)


def _shown_facts(
    events: Iterable[StoredEvent], restricted: list[Restriction]
) -> dict[UUID, list[dict[str, Any]]]:
    """Return the facts of each event that the restrictions leave. One query per restriction."""
    shown = {event.pk: event.facts for event in events}
    for each in restricted:
        hidden = hidden_records(each, (fact for facts in shown.values() for fact in facts))
        shown = {
            pk: [fact for fact in facts if fact.get(each.key) not in hidden] for pk, facts in shown.items()
        }
    return shown


def _light(events: StoredEventQuerySet) -> StoredEventQuerySet:
    """Defer the facts, of which a row may hold hundreds, and load the first one."""
    return events.defer("facts", "subject_ids").annotate(first_fact=F("facts__0"))


def _name_causes(rows: Sequence[StoredEvent], restricted: list[Restriction]) -> None:
    ids = {row.cause_id for row in rows if row.cause_kind == "event"}
    causes = StoredEvent.objects.within(restricted).filter(pk__in=ids)
    types = {str(pk): name for pk, name in causes.values_list("pk", "type")}
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
        raise Invalid({"page": _("This link is damaged. Start again with the newest events.")}) from None
    before_page = paginator.cursor(found[0]) if found and found.has_previous else ""
    after_page = paginator.cursor(found[-1]) if found and found.has_next else ""
    return Page(rows=found.items, before=before_page, after=after_page)


def _check_cursor(paginator: CursorPaginator, cursor: str) -> None:
    """Check that a cursor has a value for each sorted column.

    Raises: `InvalidCursor` or `ValidationError`
    """
    if not cursor:
        return
    position = paginator.decode_cursor(cursor)
    if len(position) != len(paginator.ordering):
        raise InvalidCursor
    for name, value in zip(paginator.ordering, position, strict=True):
        paginator.queryset.model._meta.get_field(name.lstrip("-")).clean(value, None)  # noqa: SLF001 (Django's public Meta API)
