"""Send deliveries as messages per receiver and chunk."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


_gathering: ContextVar[list[Addressed] | None] = ContextVar("events_gathering", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Send the deliveries of all that is published inside together, at the end of the block.

    For loops that publish fact by fact, because each has an actor or a cause of its own: otherwise each fact
    would make a message for each receiver. What was rolled back inside is not found by the worker, and
    skipped; if the process dies before the end, the sweep sends what was committed.
    """
    if _gathering.get() is not None:
        yield
        return
    deliveries: list[Addressed] = []
    token = _gathering.set(deliveries)
    try:
        yield
    finally:
        _gathering.reset(token)
        send_messages(sorted(deliveries, key=attrgetter("receiver", "is_retry")))


def send_messages(deliveries: Iterable[Addressed]) -> None:
    """Send deliveries to the workers at commit, or at the end of a block of `gathered`.

    Retries, and messages with many facts, go to the bulk queue.

    Args: `deliveries` are sorted by receiver.
    """
    if (gathering := _gathering.get()) is not None:
        gathering.extend(deliveries)
        return
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
