"""How deliveries become messages: per receiver and chunk, large enough to batch, small enough to share."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from mauntic.broker import send_on_commit

ROWS_PER_MESSAGE = 100
FACTS_PER_MESSAGE = 2000
# A delivery is the sweep's business only when its own message should long have arrived.
SWEEP_AFTER = timedelta(minutes=1)


class Addressed(NamedTuple):
    """A stored row with its count of facts, and who is to be told of it."""

    receiver: str
    event_id: UUID
    facts: int


def send_messages(deliveries: Iterable[Addressed]) -> None:
    """Send deliveries, which come sorted by receiver, to the workers once the transaction is committed."""
    for receiver, rows in groupby(deliveries, key=attrgetter("receiver")):
        for chunk in _chunks(rows):
            send_on_commit("events.deliver", receiver, [str(event_id) for event_id in chunk])


def _chunks(rows: Iterable[Addressed]) -> Iterator[list[UUID]]:
    chunk: list[UUID] = []
    facts = 0
    for row in rows:
        if chunk and (len(chunk) == ROWS_PER_MESSAGE or facts + row.facts > FACTS_PER_MESSAGE):
            yield chunk
            chunk, facts = [], 0
        chunk.append(row.event_id)
        facts += row.facts
    if chunk:
        yield chunk
