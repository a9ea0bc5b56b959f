"""Publish events: store facts in the transaction of the caller, and send messages at commit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from mauntic.broker.cause import Cause, current_cause
from mauntic.events.attribution import attribution
from mauntic.events.catalog import Event
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services.addressing import SWEEP_AFTER, Addressed, send_messages
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked

FACTS_PER_ROW = 500


def publish(event: Event) -> None:
    """Publish one fact, as `publish_many` does.

    Publishes: `event`
    """
    publish_many([event])


@transaction.atomic(savepoint=False)
def publish_many(events: Iterable[Event]) -> None:
    """Store facts in the transaction of the caller, and deliver them to their receivers after commit.

    Consecutive facts of one type share stored rows. Steps: insert the rows, insert a pending delivery per row
    and receiver, and at commit send a message per receiver and chunk. If the process dies before that, the
    sweep sends the messages.

    Publishes: `events`, in order.
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
        **attribution(),
    )


def address(rows: Sequence[StoredEvent], *, receivers: Sequence[str], at: datetime) -> None:
    """Create the deliveries of new rows, and send their messages at commit.

    Args: `receivers` are the names of the receivers. `at` is the time at which the rows were published.
    """
    Delivery.objects.bulk_create(
        (
            Delivery(event=row, receiver=receiver, due_at=at + SWEEP_AFTER)
            for receiver in receivers
            for row in rows
        ),
        batch_size=2000,
    )
    send_messages(Addressed(receiver, row.pk, row.fact_count) for receiver in receivers for row in rows)
