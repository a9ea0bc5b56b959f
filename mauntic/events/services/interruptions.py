"""Tell work at which a worker died: a receiver that kills its worker each time must be given up in the end.

The transaction of a delivery ends with its worker, and what it counted with it. So a mark in the cache says
that a message is being handled. Only the next worker, which finds the mark of a dead one, counts each attempt
before it makes it, which costs a transaction of its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

REMEMBERED = 86_400
"""Seconds for which a mark is kept. Later the message has long been sent again, and is marked anew."""


@contextmanager
def marked(receiver: str, event_ids: Sequence[UUID]) -> Iterator[bool]:
    """Mark a message as being handled, and yield whether another worker began it and did not get to the end.

    Without the cache nothing was interrupted.
    """
    key = f"events.handling:{''.join(receiver.split())}:{event_ids[0] if event_ids else ''}"
    was_begun = False
    with suppress(RedisError):
        was_begun = not cache.add(key, 1, timeout=REMEMBERED)
    try:
        yield was_begun
    finally:
        with suppress(RedisError):
            cache.delete(key)
