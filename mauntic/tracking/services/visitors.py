"""Visitors are seen, and become known: then what they did before is the contact's."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from mauntic.events.catalog import Event, EventTracked, PageVisited
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.domain.clocks import TOLD_FOR
from mauntic.tracking.models import Visitor
from mauntic.tracking.models.visitors import VisitorConsent


class Sighting(NamedTuple):
    """That a visitor was there: what it calls itself, and what was said of it, where anything was."""

    anonymous_id: str
    user_id: str = ""
    consent: VisitorConsent = VisitorConsent.UNKNOWN


class Seen(NamedTuple):
    """A visitor as the database has it."""

    id: UUID
    contact_id: UUID | None
    consent: str


# In one order, so that two batches with the same visitors wait and never deadlock. The rows stay locked
# until the batch is written: to become known waits for it, and leaves no visit behind without its contact.
_SEE = """
    INSERT INTO tracking_visitor (id, anonymous_id, user_id, consent, first_seen_at, last_seen_at)
    SELECT new.id, new.anonymous_id, new.user_id, new.consent, %(at)s, %(at)s
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS new (id uuid, anonymous_id text, user_id text, consent text)
    ORDER BY new.anonymous_id
    ON CONFLICT (anonymous_id) DO UPDATE SET
        last_seen_at = greatest(tracking_visitor.last_seen_at, excluded.last_seen_at),
        user_id = COALESCE(NULLIF(excluded.user_id, ''), tracking_visitor.user_id),
        consent = COALESCE(NULLIF(excluded.consent, 'unknown'), tracking_visitor.consent)
    RETURNING anonymous_id, id, contact_id, consent
"""
_SAME_USER = """
    UPDATE tracking_visitor SET user_id = alias.user_id
    FROM unnest(%s::text[], %s::text[]) AS alias (previous_id, user_id)
    WHERE tracking_visitor.user_id = alias.previous_id OR tracking_visitor.anonymous_id = alias.previous_id
"""
_LINK = """
    UPDATE tracking_visitor SET contact_id = known.contact_id
    FROM unnest(%s::uuid[], %s::uuid[]) AS known (visitor_id, contact_id)
    WHERE tracking_visitor.id = known.visitor_id
"""
_LINK_USERS = """
    UPDATE tracking_visitor SET contact_id = known.contact_id
    FROM unnest(%s::text[], %s::uuid[]) AS known (user_id, contact_id)
    WHERE tracking_visitor.user_id = known.user_id AND tracking_visitor.contact_id IS NULL
    RETURNING tracking_visitor.id, tracking_visitor.contact_id
"""
_JOIN = """
    UPDATE {table} AS earlier SET contact_id = known.contact_id
    FROM unnest(%s::uuid[], %s::uuid[]) AS known (visitor_id, contact_id)
    WHERE earlier.visitor_id = known.visitor_id AND earlier.contact_id IS NULL AND earlier.occurred_at >= %s
    RETURNING earlier.contact_id, earlier.id, earlier.{word}, earlier.is_bot, earlier.occurred_at
"""
_TRAITS = """
    UPDATE tracking_visitor SET traits = tracking_visitor.traits || told.traits
    FROM jsonb_to_recordset(%s::jsonb) AS told (id uuid, traits jsonb)
    WHERE tracking_visitor.id = told.id
"""


def see_visitors(*, sightings: Iterable[Sighting], at: datetime) -> dict[str, Seen]:
    """Find or make visitors, by what they call themselves; one statement. Call it within a transaction."""
    merged: dict[str, Sighting] = {}
    for new in sightings:
        old = merged.get(new.anonymous_id, new)
        consent = new.consent if new.consent != VisitorConsent.UNKNOWN else old.consent
        merged[new.anonymous_id] = Sighting(new.anonymous_id, new.user_id or old.user_id, consent)
    if not merged:
        return {}
    rows = [{"id": str(new_id()), **one._asdict()} for one in merged.values()]
    with connection.cursor() as cursor:
        cursor.execute(_SEE, {"at": at, "rows": json.dumps(rows)})
        return {anonymous_id: Seen(*seen) for anonymous_id, *seen in cursor.fetchall()}


def same_user(*, aliases: Mapping[str, str]) -> None:
    """What was known by a previous id (of a browser or a user) is the user of the new id from now on."""
    if aliases:
        with connection.cursor() as cursor:
            cursor.execute(_SAME_USER, [list(aliases), list(aliases.values())])


def contacts_of_users(*, user_ids: Iterable[str]) -> dict[str, UUID]:
    """The contact that a product's user was last known as; users who are not known are left out."""
    known = Visitor.objects.filter(user_id__in=set(user_ids) - {""}, contact__isnull=False)
    return dict(known.order_by("last_seen_at").values_list("user_id", "contact_id"))


def add_traits(*, traits: Mapping[UUID, Mapping[str, object]]) -> None:
    """Add to what is known of visitors; one statement."""
    if traits:
        rows = [{"id": str(visitor), "traits": said} for visitor, said in traits.items()]
        with connection.cursor() as cursor:
            cursor.execute(_TRAITS, [json.dumps(rows)])


@transaction.atomic(savepoint=False)
def link_visitors(
    *, contacts: Mapping[UUID, UUID], users: Mapping[str, UUID] | None = None, at: datetime | None = None
) -> int:
    """Visitors are these contacts from now on; the count of earlier visits and events that became theirs.

    `contacts` is by the visitor's id, `users` by the product's id of a user: all visitors that were this user
    and have no contact yet. What they did in the 90 days before `at` (now), while nobody knew them, gets the
    contact, and is published. What a visitor did as another contact stays with that one.
    """
    linked = dict(contacts)
    with connection.cursor() as cursor:
        if linked:
            cursor.execute(_LINK, [list(linked), list(linked.values())])
        if users:
            cursor.execute(_LINK_USERS, [list(users), list(users.values())])
            linked |= dict(cursor.fetchall())
    return _join(linked, (at or now()) - TOLD_FOR) if linked else 0


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
    table: str, word: str, linked: Mapping[UUID, UUID], since: datetime
) -> list[tuple[UUID, UUID, str, bool, datetime]]:
    """What became the contacts', in the order in which it happened."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN.format(table=table, word=word), [list(linked), list(linked.values()), since])
        return sorted(cursor.fetchall(), key=lambda row: row[-1])
