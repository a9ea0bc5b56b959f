"""The chain of causes of an event: how many runs led to it."""

from uuid import UUID

from django.db import connection

from mauntic.broker.actor import ActorKind

LONGEST = 60
# The event itself counts: it was caused by a run if its actor is one.
_RUNS_BEHIND = """
WITH RECURSIVE chain AS (
    SELECT id, cause_kind, cause_id, actor_kind, actor_id, 0 AS distance
    FROM events_storedevent WHERE id = %(id)s
    UNION ALL
    SELECT cause.id, cause.cause_kind, cause.cause_id, cause.actor_kind, cause.actor_id, chain.distance + 1
    FROM chain JOIN events_storedevent AS cause
        ON cause.id = CASE chain.cause_kind WHEN 'event' THEN chain.cause_id::uuid END
    WHERE chain.distance < %(limit)s
)
SELECT actor_id FROM chain WHERE actor_kind = ANY(%(kinds)s) GROUP BY actor_id ORDER BY max(distance) DESC
"""
KINDS = [ActorKind.WORKFLOW.value, ActorKind.JOURNEY.value]


def runs_before(event_id: UUID) -> int:
    """Return how many runs are among the causes of a stored event."""
    return len(runs_behind(event_id))


def runs_behind(event_id: UUID) -> list[UUID]:
    """Return the runs among the causes of a stored event, the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(_RUNS_BEHIND, {"id": event_id, "limit": LONGEST, "kinds": KINDS})
        return [UUID(run_id) for (run_id,) in cursor.fetchall()]
