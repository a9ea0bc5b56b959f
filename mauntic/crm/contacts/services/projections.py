"""Write scores, enrichment and data quality to contacts, so that lists need no joins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from mauntic.events.services import facts_in_sql

_SCORED = {"contactId": "uuid", "score": "numeric", "grade": "text", "intentScore": "numeric"}

_SCORES = f"""
    UPDATE crm_contact AS contact
    SET lead_score = new.score, lead_grade = new.grade, scored_at = %s,
        intent_score = COALESCE(new."intentScore", contact.intent_score)
    FROM ({facts_in_sql(_SCORED)}) AS new
    WHERE contact.id = new."contactId" AND (contact.scored_at IS NULL OR contact.scored_at <= %s)
"""  # noqa: S608 (its parts are constants)

# A job that found only some fields publishes both events, and they may be received in either order:
# "exhausted" wins until the next request makes the contact pending.
_ENRICHMENT = """
    UPDATE crm_contact AS contact
    SET enrichment_status = CASE
            WHEN new.status = 'completed' AND contact.enrichment_status = 'exhausted' THEN 'exhausted'
            ELSE new.status
        END,
        last_enriched_at = COALESCE(new.at, contact.last_enriched_at)
    FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[]) AS new (id, status, at)
    WHERE contact.id = new.id
"""

_DATES = """
    UPDATE crm_contact AS contact SET last_enriched_at = GREATEST(contact.last_enriched_at, new.at)
    FROM unnest(%s::uuid[], %s::timestamptz[]) AS new (id, at)
    WHERE contact.id = new.id
"""

_QUALITY = """
    UPDATE crm_contact AS contact SET data_quality_score = new.score
    FROM unnest(%s::uuid[], %s::numeric[]) AS new (id, score)
    WHERE contact.id = new.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichmentRow:
    """Result of the last enrichment of a contact. `enriched_at` is set if it found values."""

    contact_id: UUID
    status: str
    enriched_at: datetime | None = None


def project_scores(*, row_id: UUID, scored_at: datetime) -> int:
    """Write the scores of a stored row of `LeadScored` to the contacts, in one statement.

    A contact with a score later than `scored_at` is not changed, since events may be received out of order.

    Returns: the number of contacts that changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SCORES, [scored_at, row_id, scored_at])
        return cursor.rowcount


def project_enrichment(*, rows: Sequence[EnrichmentRow]) -> int:
    """Write the status of enrichment to contacts, the last row of each, in one statement.

    Returns: the number of contacts that changed.
    """
    last = {row.contact_id: row for row in rows}
    found = [last[pk] for pk in sorted(last)]
    return _execute(
        _ENRICHMENT,
        [row.contact_id for row in found],
        [row.status for row in found],
        [row.enriched_at for row in found],
    )


def date_enrichment(*, times: Mapping[UUID, datetime]) -> int:
    """Write when contacts were enriched, in one statement. A later time stays.

    Args: `times` by id of the contact. The caller has locked the contacts.

    Returns: the number of contacts.
    """
    ids = sorted(times)
    return _execute(_DATES, ids, [times[pk] for pk in ids])


def project_quality(*, scores: Mapping[UUID, Decimal]) -> int:
    """Write the data quality (0-1) to contacts, in one statement.

    Returns: the number of contacts that changed.
    """
    ids = sorted(scores)
    return _execute(_QUALITY, ids, [scores[pk] for pk in ids])


def _execute(statement: str, *columns: Sequence[object]) -> int:
    if not columns[0]:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in columns])
        return cursor.rowcount
