"""What happened to one lead, newest first."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from mauntic.crm.domain.timeline import READINGS, Kind

# A stored row may hold hundreds of facts; PostgreSQL hands over only those about this lead.
_FACTS = """
    SELECT event.id, event.type, event.occurred_at, event.cause_kind, event.cause_id, told.fact
    FROM (
        SELECT * FROM events_storedevent
        WHERE subject_ids @> ARRAY[%(contact)s]::uuid[] AND type = ANY(%(types)s)
        ORDER BY occurred_at DESC, id DESC LIMIT %(limit)s
    ) AS event
    CROSS JOIN LATERAL jsonb_path_query(
        event.facts, '$[*] ? (@.contactId == $contact)', jsonb_build_object('contact', %(contact)s::text)
    ) WITH ORDINALITY AS told (fact, position)
    ORDER BY event.occurred_at DESC, event.id DESC, told.position DESC
    LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `cause_kind` is request, command, job or event, empty when unknown."""

    event_id: UUID
    kind: Kind
    title: str
    text: str
    at: datetime
    cause_kind: str
    cause_id: str


def timeline(
    contact_id: UUID, kinds: Collection[Kind | str] | None = None, limit: int = 50
) -> list[TimelineEntry]:
    """At most `limit` entries about the lead, newest first; of these kinds only, when some are given."""
    types = [name for name, reading in READINGS.items() if not kinds or reading.kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"contact": contact_id, "types": types, "limit": limit})
        return [_entry(row) for row in cursor.fetchall()]


def _entry(row: tuple[UUID, str, datetime, str, str, str]) -> TimelineEntry:
    event_id, wire_name, at, cause_kind, cause_id, fact = row
    reading = READINGS[wire_name]
    title, text = reading.say(json.loads(fact))
    return TimelineEntry(event_id, reading.kind, title, text, at, cause_kind, cause_id)
