"""Publish facts that PostgreSQL has encoded, for statements that create very many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import JSONField, TextField, UUIDField, Value
from django.db.models.functions import Cast

from mauntic.broker.cause import Cause, current_cause
from mauntic.events.attribution import attribution
from mauntic.events.catalog import Event
from mauntic.events.models import StoredEvent
from mauntic.events.services.publishing import address
from mauntic.kernel.clock import now


@dataclass(frozen=True, slots=True)
class EncodedFacts:
    """Facts of one type that share a stored row, as PostgreSQL wrote them.

    `facts` is a JSON array of what `to_wire` would give for each, `subject_ids` the literal of a uuid[].
    """

    facts: str
    count: int
    subject_ids: str


def publish_encoded(event_type: type[Event], rows: Iterable[EncodedFacts]) -> None:
    """Publish rows of encoded facts, as `publish_many` does.

    No fact becomes a Python object, so that a million of them cost little more than their bytes.

    Args: each of `rows` has at most `FACTS_PER_ROW` facts.
    Publishes: events of `event_type`, in the order of the rows.
    """
    at = now()
    stored = [_row(event_type, row, at, current_cause()) for row in rows]
    if not stored:
        return
    with transaction.atomic():
        StoredEvent.objects.bulk_create(stored, batch_size=50)
        address(stored, receivers=list(event_type.signal.named), at=at)


def _row(event_type: type[Event], row: EncodedFacts, at: datetime, cause: Cause | None) -> StoredEvent:
    return StoredEvent(
        type=event_type.wire_name,
        facts=Cast(Value(row.facts, TextField()), JSONField()),
        fact_count=row.count,
        subject_ids=Cast(Value(row.subject_ids, TextField()), ArrayField(UUIDField())),
        occurred_at=at,
        cause_kind=cause.kind if cause else "",
        cause_id=cause.id if cause else "",
        **attribution(),
    )
