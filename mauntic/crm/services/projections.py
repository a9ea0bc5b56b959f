"""What the other contexts know of contacts, kept on the contact so that lists need no joins; in sets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.crm.models.contact import Consent
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import facts_in_sql, publish_many

_SCORED = {"contactId": "uuid", "score": "numeric", "grade": "text", "intentScore": "numeric"}
_SCORES = f"""
    UPDATE crm_contact AS contact
    SET lead_score = new.score, lead_grade = new.grade, scored_at = %s,
        intent_score = COALESCE(new."intentScore", contact.intent_score)
    FROM ({facts_in_sql(_SCORED)}) AS new
    WHERE contact.id = new."contactId" AND (contact.scored_at IS NULL OR contact.scored_at <= %s)
"""  # noqa: S608 (its parts are constants)
# A job that found some fields and not others tells of both, and the two may be heard in either order:
# what was missing is the last word until the next request makes the contact pending.
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
_QUALITY = """
    UPDATE crm_contact AS contact SET data_quality_score = new.score
    FROM unnest(%s::uuid[], %s::numeric[]) AS new (id, score)
    WHERE contact.id = new.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichmentRow:
    """How the last enrichment of a contact went; `enriched_at` when it brought something."""

    contact_id: UUID
    status: str
    enriched_at: datetime | None = None


def project_scores(*, row_id: UUID, scored_at: datetime) -> int:
    """Write the scores of a stored row of LeadScored on the contacts, one statement; the count.

    A contact that shows a score of later than `scored_at` keeps it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SCORES, [scored_at, row_id, scored_at])
        return cursor.rowcount


def project_enrichment(*, rows: Sequence[EnrichmentRow]) -> int:
    """Write the state of enrichment on contacts, the last row of each, one statement; the count."""
    last = {row.contact_id: row for row in rows}
    found = [last[pk] for pk in sorted(last)]
    return _execute(
        _ENRICHMENT,
        [row.contact_id for row in found],
        [row.status for row in found],
        [row.enriched_at for row in found],
    )


def project_quality(*, scores: Mapping[UUID, Decimal]) -> int:
    """Write the data quality (0-1) of contacts, one statement; the count."""
    ids = sorted(scores)
    return _execute(_QUALITY, ids, [scores[pk] for pk in ids])


def refuse_messages(*, contact_ids: Iterable[UUID]) -> int:
    """Contacts who want no more messages: their consent is withdrawn. The count of those who had not yet."""
    # A weightier reason, such as the law's, stands.
    wanting = Contact.objects.filter(pk__in=list(contact_ids)).exclude(consent=Consent.REFUSED)
    return suppress_contacts(contact_ids=wanting.values_list("pk", flat=True), reason="unsubscribed")


@transaction.atomic
def suppress_contacts(*, contact_ids: Iterable[UUID], reason: str) -> int:
    """Contacts who must not be written to, and why; `ContactUpdated` tells it. The count of those who could.

    Consent is refused, and the reason (up to 120 characters) replaces an older one.
    """
    kept = Q(consent=Consent.REFUSED, suppressed_reason=reason)
    wanting = Contact.objects.filter(~kept, pk__in=list(contact_ids)).order_by("pk")
    ids = list(wanting.select_for_update(of=("self",)).values_list("pk", flat=True))
    Contact.objects.filter(pk__in=ids).update(consent=Consent.REFUSED, suppressed_reason=reason)
    publish_many(ContactUpdated(contact_id=pk, changed_fields=["consent"]) for pk in ids)
    return len(ids)


def _execute(statement: str, *columns: Sequence[object]) -> int:
    if not columns[0]:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in columns])
        return cursor.rowcount
