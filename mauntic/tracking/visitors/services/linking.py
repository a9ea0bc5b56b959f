"""Find or create visitors, and link them to contacts with their earlier activity."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber

from mauntic.events.catalog import Event, EventTracked, PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.visitors.domain.clocks import PUBLISHED_FOR
from mauntic.tracking.visitors.domain.known import KnownVisitor
from mauntic.tracking.visitors.models import Visitor, VisitorConsent

MOST_OF_USER = 100
"""More browsers than a person has: a message with an id that many people share must not load them all."""


class Sighting(NamedTuple):
    """A visitor in a message: its id, and the consent that the message states."""

    anonymous_id: str
    consent: VisitorConsent = VisitorConsent.UNKNOWN


class Seen(NamedTuple):
    """A stored visitor. `user_id` is the user of the product that it was last."""

    id: UUID
    user_id: str
    contact_id: UUID | None
    consent: str


# In one order, so that two batches with the same visitors wait and never deadlock. The rows stay locked until
# the batch is written: linking a visitor waits for it, and misses no visit.
_SEE = """
    INSERT INTO tracking_visitor (id, anonymous_id, consent, first_seen_at, last_seen_at)
    SELECT new.id, new.anonymous_id, new.consent, new.seen_at, new.seen_at
    FROM jsonb_to_recordset(%s::jsonb) AS new (id uuid, anonymous_id text, consent text, seen_at timestamptz)
    ORDER BY new.anonymous_id
    ON CONFLICT (anonymous_id) DO UPDATE SET
        last_seen_at = greatest(tracking_visitor.last_seen_at, excluded.last_seen_at),
        consent = COALESCE(NULLIF(excluded.consent, 'unknown'), tracking_visitor.consent)
    RETURNING anonymous_id, id, user_id, contact_id, consent
"""
_LINK = """
    UPDATE tracking_visitor SET
        contact_id = COALESCE(known.contact_id, tracking_visitor.contact_id),
        user_id = COALESCE(known.user_id, tracking_visitor.user_id)
    FROM jsonb_to_recordset(%s::jsonb) AS known (visitor_id uuid, contact_id uuid, user_id text)
    WHERE tracking_visitor.id = known.visitor_id
"""
_JOIN = """
    UPDATE {table} AS earlier SET contact_id = known.contact_id
    FROM unnest(%s::uuid[], %s::uuid[]) AS known (visitor_id, contact_id)
    WHERE earlier.visitor_id = known.visitor_id AND earlier.contact_id IS NULL AND earlier.occurred_at >= %s
    RETURNING earlier.contact_id, earlier.id, earlier.{column}, earlier.is_bot, earlier.occurred_at
"""
_TRAITS = """
    UPDATE tracking_visitor SET traits = tracking_visitor.traits || new.traits
    FROM jsonb_to_recordset(%s::jsonb) AS new (id uuid, traits jsonb)
    WHERE tracking_visitor.id = new.id
        AND octet_length((tracking_visitor.traits || new.traits)::text) <= 65536
"""
"""Traits that would make a visitor larger than 64 KB are dropped, since a sender could add traits forever."""


def see_visitors(*, sightings: Iterable[Sighting], at: datetime) -> dict[str, Seen]:
    """Find or create visitors in one statement, and lock them. Call it within a transaction.

    Visitors later in a batch are seen microseconds later, since the order decides which one a user was last.

    Returns: the visitors by `anonymous_id`.
    """
    merged: dict[str, tuple[Sighting, datetime]] = {}
    for number, new in enumerate(sightings):
        old = merged[new.anonymous_id][0] if new.anonymous_id in merged else new
        consent = new.consent if new.consent != VisitorConsent.UNKNOWN else old.consent
        seen_at = at + timedelta(microseconds=number)
        merged[new.anonymous_id] = (Sighting(new.anonymous_id, consent), seen_at)
    if not merged:
        return {}
    rows = [
        {"id": str(new_id()), "seen_at": seen_at.isoformat(), **one._asdict()}
        for one, seen_at in merged.values()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SEE, [json.dumps(rows)])
        return {anonymous_id: Seen(*seen) for anonymous_id, *seen in cursor.fetchall()}


def visitors_of_users(*, user_ids: Iterable[str]) -> list[KnownVisitor]:
    """Return the visitors of these users of a product, in the order in which they were last seen.

    At most `MOST_OF_USER` linked ones of each user, and as many anonymous ones.
    """
    rank = Window(
        RowNumber(),
        partition_by=[F("user_id"), ExpressionWrapper(Q(contact=None), BooleanField())],
        order_by=[F("last_seen_at").desc(), F("pk").desc()],
    )
    of_users = Visitor.objects.filter(user_id__in=set(user_ids) - {""}).alias(rank=rank)
    last = of_users.filter(rank__lte=MOST_OF_USER).order_by("last_seen_at", "pk")
    return [KnownVisitor(*row) for row in last.values_list("id", "anonymous_id", "user_id", "contact_id")]


def add_traits(*, traits: Mapping[UUID, Mapping[str, object]]) -> None:
    """Add traits to visitors, in one statement.

    Args: `traits` holds the new traits by id of the visitor. They replace older ones with the same name.
    """
    if traits:
        rows = [{"id": str(visitor), "traits": new} for visitor, new in traits.items()]
        with connection.cursor() as cursor:
            cursor.execute(_TRAITS, [json.dumps(rows)])


@transaction.atomic(savepoint=False)
def link_visitors(
    *,
    contacts: Mapping[UUID, UUID],
    earlier: Mapping[UUID, UUID] | None = None,
    users: Mapping[UUID, str] | None = None,
    at: datetime | None = None,
) -> int:
    """Link visitors to contacts, and assign their earlier anonymous activity.

    Anonymous activity in the 90 days before `at` (now) gets the contact of the visitor. Activity as another
    contact stays with that contact.

    Args: `contacts`, `earlier` and `users` are by id of the visitor. `earlier` overrides the contact of the
    earlier activity. `users` are the new user ids.
    Returns: the number of earlier visits and events that were assigned.
    Publishes: `PageVisited` and `EventTracked` for the earlier activity.
    """
    users = users or {}
    rows = [
        {
            "visitor_id": str(visitor),
            "contact_id": str(contacts[visitor]) if visitor in contacts else None,
            "user_id": users.get(visitor),
        }
        for visitor in sorted({*contacts, *users})
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_LINK, [json.dumps(rows)])
    joined = contacts if earlier is None else earlier
    return _join(joined, (at or now()) - PUBLISHED_FOR) if joined else 0


def _join(linked: Mapping[UUID, UUID], since: datetime) -> int:
    visits = _joined("tracking_visit", "url", linked, since)
    events = _joined("tracking_trackedevent", "name", linked, since)
    facts: list[Event] = [
        PageVisited(contact_id=contact, visit_id=visit, url=url, is_bot=is_bot)
        for contact, visit, url, is_bot, _ in visits
    ]
    facts += [
        EventTracked(contact_id=contact, event_id=event, name=name, is_bot=is_bot)
        for contact, event, name, is_bot, _ in events
    ]
    publish_many(facts)
    return len(facts)


def _joined(
    table: str, column: str, linked: Mapping[UUID, UUID], since: datetime
) -> list[tuple[UUID, UUID, str, bool, datetime]]:
    """Assign earlier activity to contacts, and return it in the order in which it happened."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN.format(table=table, column=column), [list(linked), list(linked.values()), since])
        return sorted(cursor.fetchall(), key=lambda row: row[-1])
