"""Send deliveries as messages per receiver and chunk."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from mauntic.broker import enqueue
from mauntic.events.jobs import DELIVER, DELIVER_BULK

ROWS_PER_MESSAGE = 100
FACTS_PER_MESSAGE = 2000
# Messages with more facts than one action of a person or website causes go to the bulk queue.
URGENT_FACTS = 20
# The sweep handles a delivery only if its own message should have arrived.
SWEEP_AFTER = timedelta(minutes=1)


class Addressed(NamedTuple):
    """A stored row with its number of facts, and a receiver."""

    receiver: str
    event_id: UUID
    facts: int
    is_retry: bool = False


def send_messages(deliveries: Iterable[Addressed]) -> None:
    """Send deliveries to the workers at commit.

    Retries, and messages with many facts, go to the bulk queue.

    Args: `deliveries` are sorted by receiver.
    """
    for (receiver, is_retry), rows in groupby(deliveries, key=attrgetter("receiver", "is_retry")):
        for chunk, facts in _chunks(rows):
            is_bulk = is_retry or facts > URGENT_FACTS
            job = DELIVER_BULK if is_bulk else DELIVER
            enqueue(job, receiver, [str(event_id) for event_id in chunk])


def _chunks(rows: Iterable[Addressed]) -> Iterator[tuple[list[UUID], int]]:
    """Yield the ids of each message with their number of facts."""
    chunk: list[UUID] = []
    facts = 0
    for row in rows:
        if chunk and (len(chunk) == ROWS_PER_MESSAGE or facts + row.facts > FACTS_PER_MESSAGE):
            yield chunk, facts
            chunk, facts = [], 0
        chunk.append(row.event_id)
        facts += row.facts
    if chunk:
        yield chunk, facts
