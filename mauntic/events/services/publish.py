"""Publishing: facts become rows of the caller's transaction, and messages once it is committed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from mauntic.broker import send_on_commit
from mauntic.broker.cause import Cause, current_cause
from mauntic.events.catalog import Event
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now

FACTS_PER_ROW = 500
ROWS_PER_MESSAGE = 100
# A delivery is the sweep's business only when its own message should long have arrived.
SWEEP_AFTER = timedelta(minutes=1)


def publish(event: Event) -> None:
    """Publish one fact; see `publish_many`."""
    publish_many([event])


@transaction.atomic
def publish_many(events: Iterable[Event]) -> None:
    """Store facts in the caller's transaction and tell their receivers after it is committed.

    Neighbours of one type share stored rows. In order: the rows are inserted, then a pending delivery per
    row and receiver, and on commit a message per receiver and chunk is sent. If the process dies before
    that, the sweep sends them.
    """
    at = now()
    cause = current_cause()
    for cls, group in groupby(events, key=type):
        rows = [_row(cls, facts, at, cause) for facts in chunked(group, FACTS_PER_ROW)]
        StoredEvent.objects.bulk_create(rows, batch_size=1000)
        _address(rows, receivers=list(cls.signal.named), at=at)


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


def _address(rows: Sequence[StoredEvent], *, receivers: Sequence[str], at: datetime) -> None:
    Delivery.objects.bulk_create(
        (
            Delivery(event=row, receiver=receiver, due_at=at + SWEEP_AFTER)
            for receiver in receivers
            for row in rows
        ),
        batch_size=2000,
    )
    for receiver in receivers:
        for chunk in chunked(rows, ROWS_PER_MESSAGE):
            send_on_commit("events.deliver", receiver, [str(row.pk) for row in chunk])
