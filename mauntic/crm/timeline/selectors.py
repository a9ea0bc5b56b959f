"""The timeline of a lead."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Func, JSONField, Value
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from mauntic.accounts.models import User
from mauntic.crm.timeline.domain import READINGS, Kind, happened_at, is_late
from mauntic.events.attribution import actor_page, actor_words
from mauntic.events.catalog.guards import Restriction, hidden_records, restrictions
from mauntic.events.models import StoredEvent
from mauntic.kernel.display import day

# A stored row may hold hundreds of facts. PostgreSQL returns only those about this lead that the user may
# see. A row without any of them must not count against the limit.
_FACTS = """
    SELECT event.id, event.type, event.occurred_at, event.cause_kind, event.cause_id,
        event.actor_kind, event.actor_id, event.actor_label, event.is_undo, item.fact
    FROM (
        SELECT * FROM events_storedevent
        WHERE subject_ids @> ARRAY[%(contact)s]::uuid[] AND type = ANY(%(types)s)
            AND (type != ALL(%(guarded)s) OR jsonb_path_exists(facts, %(path)s, %(names)s))
        ORDER BY occurred_at DESC, id DESC LIMIT %(limit)s
    ) AS event
    CROSS JOIN LATERAL jsonb_path_query(event.facts, %(path)s, %(names)s)
        WITH ORDINALITY AS item (fact, position)
    ORDER BY event.occurred_at DESC, event.id DESC, item.position DESC
    LIMIT %(limit)s
"""
_ABOUT = "@.contactId == $contact"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry. `cause_kind` is request, command, job or event, or empty if unknown.

    `at` is when it happened, which may be before it was recorded.
    `actor` is who made it, in words; empty for Mauntic itself and if it is unknown. `actor_page` is where its
    page is, such as the run of a workflow; empty without one. `message_id` is the email that it is about, if
    any.
    """

    event_id: UUID
    kind: Kind
    title: str
    text: str
    at: datetime
    cause_kind: str
    cause_id: str
    actor: str
    actor_page: str = ""
    message_id: UUID | None = None


def timeline(
    contact_id: UUID, user: User, kinds: Collection[Kind | str] | None = None, limit: int = 50
) -> list[TimelineEntry]:
    """Return entries about the lead that `user` may see, newest first.

    Needs one query, and two more per kind of record that the user sees only a part of.

    Args: `kinds` are the kinds to return; None or empty means all. `limit` is the most that are returned.
    """
    types = [name for name, reading in READINGS.items() if not kinds or reading.kind in kinds]
    restricted = [each for each in restrictions(user) if set(each.types) & set(types)]
    hidden = {each.key: sorted(_hidden(contact_id, each)) for each in restricted}
    conditions = [_ABOUT, *(f"!(@.{key} == ${key}[*])" for key in hidden)]
    arguments: dict[str, Any] = {
        "contact": contact_id,
        "types": types,
        "guarded": [name for each in restricted for name in each.types],
        "path": f"$[*] ? ({' && '.join(conditions)})",
        "names": Jsonb({"contact": str(contact_id), **hidden}),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, arguments)
        entries = [_entry(row) for row in cursor.fetchall()]
    # The latest that were recorded, in the order in which they happened.
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _hidden(contact_id: UUID, restricted: Restriction) -> set[str]:
    """Return the records that facts about the lead name and the user does not see."""
    facts_about = Func(
        "facts",
        Value(f"$[*] ? ({_ABOUT})"),
        Value({"contact": str(contact_id)}, JSONField()),
        function="jsonb_path_query_array",
        template="%(function)s(%(expressions)s)",
        output_field=JSONField(),
    )
    rows = StoredEvent.objects.about(contact_id).filter(type__in=restricted.types).order_by()
    return hidden_records(
        restricted, (fact for facts in rows.values_list(facts_about, flat=True) for fact in facts)
    )


def _entry(row: tuple[UUID, str, datetime, str, str, str, str, str, bool, str]) -> TimelineEntry:
    event_id, wire_name, recorded_at, cause_kind, cause_id, *by, is_undo, stored = row
    actor_kind, actor_id, actor_label = by
    reading, fact = READINGS[wire_name], json.loads(stored)
    at = happened_at(reading, fact, recorded_at=recorded_at)
    title, text = reading.text_of(fact)
    if is_undo:
        title = _("%(change)s (undo)") % {"change": title}
    if is_late(at, recorded_at):
        text = " · ".join(filter(None, [text, _("recorded %(day)s") % {"day": day(recorded_at)}]))
    actor = actor_words(actor_kind, actor_label) if actor_label else ""
    message = UUID(fact["messageId"]) if fact.get("messageId") else None
    page = actor_page(actor_kind, actor_id)
    return TimelineEntry(event_id, reading.kind, title, text, at, cause_kind, cause_id, actor, page, message)
