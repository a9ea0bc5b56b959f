"""The chain of causes of an event: how many runs led to it, and which."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import Q

from mauntic.automation.models import Run
from mauntic.broker.actor import ActorKind

LONGEST = 60
# The event itself counts: it was caused by a run if its actor is one.
_LINKS = """
WITH RECURSIVE chain AS (
    SELECT id, cause_kind, cause_id, actor_kind, actor_id, 0 AS distance
    FROM events_storedevent WHERE id = %(id)s
    UNION ALL
    SELECT cause.id, cause.cause_kind, cause.cause_id, cause.actor_kind, cause.actor_id, chain.distance + 1
    FROM chain JOIN events_storedevent AS cause
        ON cause.id = CASE chain.cause_kind WHEN 'event' THEN chain.cause_id::uuid END
    WHERE chain.distance < %(limit)s
)
SELECT actor_id, CASE cause_kind WHEN 'event' THEN cause_id::uuid END
FROM chain WHERE actor_kind = ANY(%(kinds)s) ORDER BY distance DESC
"""
KINDS = [ActorKind.WORKFLOW.value, ActorKind.JOURNEY.value]


@dataclass(frozen=True, slots=True)
class _Link:
    """An event that runs caused: the id of the run, or of its workflow if a set of runs did it together."""

    actor_id: UUID
    cause_event: UUID | None

    def condition(self, subject_id: UUID) -> Q:
        """Return what finds its run; of a set, the run for the same record."""
        of_set = Q(definition=self.actor_id, cause_event=self.cause_event, subject_id=subject_id)
        return Q(pk=self.actor_id) | of_set


def runs_before(event_id: UUID) -> int:
    """Return how many runs are among the causes of a stored event."""
    return len(_links(event_id))


def runs_behind(run: Run) -> list[Run]:
    """Return the runs that led to a run, the first one first, with definition and version."""
    links = _links(run.cause_event) if run.cause_event else []
    if not links:
        return []
    found = Run.objects.filter(reduce(or_, (link.condition(run.subject_id) for link in links)))
    rows = list(found.select_related("definition", "version").order_by("started_at", "pk"))
    places = {link.actor_id: place for place, link in reversed(list(enumerate(links)))}
    return sorted(rows, key=lambda row: places.get(row.pk, places.get(row.definition_id, 0)))


def _links(event_id: UUID) -> list[_Link]:
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"id": event_id, "limit": LONGEST, "kinds": KINDS})
        return [_Link(UUID(actor_id), cause) for actor_id, cause in cursor.fetchall()]
