"""Publishing: facts become rows of the caller's transaction, and messages once it is committed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from mauntic.broker.cause import Cause, current_cause
from mauntic.events.catalog import Event
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services.addressing import SWEEP_AFTER, Addressed, send_messages
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now

FACTS_PER_ROW = 500


def publish(event: Event) -> None:
    """Publish one fact; see `publish_many`."""
    publish_many([event])


@transaction.atomic(savepoint=False)
def publish_many(events: Iterable[Event]) -> None:
    """Store facts in the caller's transaction and tell their receivers after it is committed.

    Neighbours of one type share stored rows. In order: the rows are inserted, then a pending delivery per
    row and receiver, and on commit a message per receiver and chunk is sent. If the process dies before
    that, the sweep sends them.
    """
    at = now()
    cause = current_cause()
    for cls, group in groupby(events, key=_type_of):
        rows = [_row(cls, facts, at, cause) for facts in chunked(group, FACTS_PER_ROW)]
        StoredEvent.objects.bulk_create(rows, batch_size=1000)
        address(rows, receivers=list(cls.signal.named), at=at)


def _type_of(event: Event) -> type[Event]:
    return type(event)


def _row(cls: type[Event], facts: Sequence[Event], at: datetime, cause: Cause | None) -> StoredEvent:
    return StoredEvent(
        type=cls.wire_name,
        facts=[fact.to_wire() for fact in facts],
        fact_count=len(facts),
        subject_ids=[subject for fact in facts for subject in fact.subjects()],
        occurred_at=at,
        cause_kind=cause.kind if cause else "",
        cause_id=cause.id if cause else "",
    )


def address(rows: Sequence[StoredEvent], *, receivers: Sequence[str], at: datetime) -> None:
    """Make the deliveries of new rows, and send their messages once the transaction is committed."""
    Delivery.objects.bulk_create(
        (
            Delivery(event=row, receiver=receiver, due_at=at + SWEEP_AFTER)
            for receiver in receivers
            for row in rows
        ),
        batch_size=2000,
    )
    send_messages(Addressed(receiver, row.pk, row.fact_count) for receiver in receivers for row in rows)
