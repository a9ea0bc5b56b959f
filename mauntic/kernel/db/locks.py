"""Locks of an organization, and the one order in which transactions take them.

The order stands in docs/architecture.md: whoever needs several takes them in it, so that nobody waits for
somebody who waits for them.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Any, TypeVar

from django.db import Error, IntegrityError, OperationalError, connection, models, transaction
from psycopg.errors import LockNotAvailable

from mauntic.kernel.errors import Conflict, NotFound

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

TRIES, BRIEF = 50, 0.1  # seconds; PostgreSQL ends one of two that wait for each other after 1 s


class Lock(StrEnum):
    """What one transaction of an organization does at a time, in the order in which locks are taken."""

    ROUTING = "routing"
    SCORING_MODEL = "scoring_model"
    SCORES = "scoring"
    PROSPECTS = "prospects"
    SEGMENTS = "segments"
    OUTBOX = "outbox"


def hold(lock: Lock) -> None:
    """Wait until no other transaction of this organization holds the lock, and hold it until commit.

    Args:
        lock: names what is protected.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(current_schema()))", [lock.value])


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Try to be the only one in this organization who does something that takes several transactions.

    The database gives the lock back when the block ends, or when the worker dies: no other waits for it.

    Args:
        what: names what is done, such as "delivery.sync:<id>".

    Yields: whether it is this one; another does it just now if not.
    """
    name = [what]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(current_schema()))", name)
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with suppress(Error), connection.cursor() as cursor:  # a lost connection has no locks
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(current_schema()))", name)


def held(rows: "models.QuerySet[M, M]", pk: Any, *, gone: str) -> M:
    """Return a row, locked against other writers until commit.

    Args:
        rows: the rows among which to look.
        pk: the key of the row.
        gone: the message of the error.

    Raises: `NotFound` if there is no such row.
    """
    # Without its key: who adds a row that refers to this one need not wait.
    row = rows.filter(pk=pk).select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise NotFound(gone)
    return row


@contextmanager
def waiting(seconds: float, *, busy: str) -> Iterator[None]:
    """Limit how long each lock that is taken inside the block is waited for.

    Args:
        seconds: the longest wait for one lock.
        busy: the message of the error.

    Raises: `Conflict` if a lock is not free in time.
    """
    before = _set_patience(f"{seconds * 1000:.0f}ms")
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise Conflict(busy) from error
    _set_patience(before)


def giving_way(work: Callable[[], T], *, after: Sequence[Lock] = (), busy: str) -> T:
    """Run `work` in a transaction that yields to other writers.

    Deleting a row locks the rows that refer to it, in an order that other writers do not keep. So this waits
    for each of them only briefly, then rolls back and tries again. Of two transactions that wait for each
    other, this one gives way before PostgreSQL cancels either.

    Args:
        work: is called again for each try.
        after: locks that are taken first, and waited for as long as it takes.
        busy: the message of the error.

    Returns: what `work` returns.

    Raises: `Conflict` after 50 tries, which take about 15 s.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                for lock in after:
                    hold(lock)
                with waiting(BRIEF, busy=busy):
                    found = work()
                    connection.check_constraints()  # else they are checked at commit, beyond this try
                return found
        except (Conflict, IntegrityError) as error:
            if isinstance(error, Conflict) and not isinstance(error.__cause__, OperationalError):
                raise
            if attempt == TRIES - 1:
                raise Conflict(busy) from error
            time.sleep(random.uniform(0.05, 0.3))  # noqa: S311 (two that step back shall not meet again)
    raise AssertionError("unreachable")


def _set_patience(patience: str) -> str:
    """Set how long the transaction waits for a lock; what it was before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)", [patience]
        )
        return str(cursor.fetchone()[0])
