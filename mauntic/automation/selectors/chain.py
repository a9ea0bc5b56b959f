"""The chain of causes of an event: how many runs led to it."""

from uuid import UUID

from django.db import connection

from mauntic.broker.actor import ActorKind

LONGEST = 60
# The event itself counts: it was caused by a run if its actor is one.
_RUNS_IN_CHAIN = """
WITH RECURSIVE chain AS (
    SELECT id, cause_kind, cause_id, actor_kind, actor_id, 0 AS distance
    FROM events_storedevent WHERE id = %(id)s
    UNION ALL
    SELECT cause.id, cause.cause_kind, cause.cause_id, cause.actor_kind, cause.actor_id, chain.distance + 1
    FROM chain JOIN events_storedevent AS cause
        ON cause.id = CASE chain.cause_kind WHEN 'event' THEN chain.cause_id::uuid END
    WHERE chain.distance < %(limit)s
)
SELECT count(DISTINCT actor_id) FROM chain WHERE actor_kind = ANY(%(kinds)s)
"""
KINDS = [ActorKind.WORKFLOW.value, ActorKind.JOURNEY.value]


def runs_before(event_id: UUID) -> int:
    """Return how many runs are among the causes of a stored event."""
    with connection.cursor() as cursor:
        cursor.execute(_RUNS_IN_CHAIN, {"id": event_id, "limit": LONGEST, "kinds": KINDS})
        return int(cursor.fetchone()[0])
