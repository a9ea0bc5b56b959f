"""Build segments: decide about all leads at once, in SQL."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from mauntic.broker import enqueue
from mauntic.crm.jobs import BUILD_SEGMENT
from mauntic.crm.segments.models import Segment
from mauntic.crm.segments.selectors.fields import named_segments
from mauntic.crm.segments.selectors.matching import Rules
from mauntic.crm.segments.selectors.segments import naming_field
from mauntic.crm.segments.services.memberships import remember_sizes
from mauntic.events.catalog import ContactJoinedSegment, ContactLeftSegment
from mauntic.events.services import EncodedFacts, publish_encoded
from mauntic.events.services.publishing import FACTS_PER_ROW
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import Lock, hold

_JOIN = """
WITH wanted AS ({wanted}),
changed AS (
    INSERT INTO crm_segmentmember (segment_id, contact_id, joined_at)
    SELECT %s, wanted.pk, %s FROM wanted
    ON CONFLICT (segment_id, contact_id) DO NOTHING RETURNING contact_id
)
"""
_LEAVE = """
WITH wanted AS ({wanted}),
changed AS (
    DELETE FROM crm_segmentmember AS member
    WHERE member.segment_id = %s AND NOT EXISTS (SELECT FROM wanted WHERE wanted.pk = member.contact_id)
    RETURNING contact_id
)
"""
_COUNTED = "SELECT count(*) FROM changed"
_FACTS = """,
numbered AS (SELECT contact_id, row_number() OVER (ORDER BY contact_id) AS number FROM changed)
SELECT count(*),
    json_agg(json_build_object(
        'contactId', contact_id, 'segmentId', %s::uuid, 'segmentName', %s::text
    ) ORDER BY number)::text,
    array_agg(contact_id ORDER BY number)::text
FROM numbered GROUP BY (number - 1) / %s
"""


def build_anew(key: str) -> None:
    """Let the members of segments that name a field follow it, in the background.

    Args: `key` is that of the field in conditions.
    """
    for row in naming_field(key):
        Segment.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
        enqueue(BUILD_SEGMENT, str(row.pk))


@transaction.atomic
def build(*, segment_id: UUID) -> int:
    """Let the members of a segment follow its newest conditions.

    Who is in it at its first build joins without an event: nothing happened to them. Segments that name it
    are built next.

    Returns: its size; 0 for one that was deleted, or is built already.
    Publishes: `ContactJoinedSegment`, `ContactLeftSegment`, but for the first build.
    """
    hold(Lock.SEGMENTS)
    segment = Segment.objects.unbuilt().filter(pk=segment_id).first()
    if segment is None:
        return 0
    at = now()
    rules = Rules.of([segment])
    wanted, parameters = rules.matching(segment.pk, at).values("pk").query.sql_with_params()
    joined = _changed(_JOIN.format(wanted=wanted), [*parameters, segment.pk, at], segment)
    left = _changed(_LEAVE.format(wanted=wanted), [*parameters, segment.pk], segment)
    publish_encoded(ContactJoinedSegment, joined)
    publish_encoded(ContactLeftSegment, left)
    counts = (Counter({segment.pk: sum(row.count for row in rows)}) for rows in (joined, left))
    segment.size = segment.members.count()
    segment.built_revision, segment.checked_at = segment.revision, at
    segment.save(update_fields=["size", "built_revision", "checked_at"])
    remember_sizes([segment.pk], *counts)
    _build_followers(segment.pk)
    return segment.size


def _changed(statement: str, parameters: list[Any], segment: Segment) -> list[EncodedFacts]:
    """Return the facts of those who changed; none at the first build."""
    with connection.cursor() as cursor:
        if segment.built_revision == 0:
            cursor.execute(statement + _COUNTED, parameters)
            return []
        cursor.execute(statement + _FACTS, [*parameters, segment.pk, segment.name, FACTS_PER_ROW])
        return [EncodedFacts(facts, count, ids) for count, facts, ids in cursor.fetchall()]


def _build_followers(segment_id: UUID) -> None:
    """Build the segments again that name this one. Saving refuses cycles."""
    trees = Rules.of(Segment.objects.decided_by_conditions().exclude(pk=segment_id)).trees
    followers = [pk for pk, tree in trees.items() if segment_id in named_segments(tree)]
    Segment.objects.filter(pk__in=followers).update(revision=F("revision") + 1)
    for pk in followers:
        enqueue(BUILD_SEGMENT, str(pk))
