"""N facts through the outbox: published in transactions, handled by a real worker that writes a row for each.

The floor is what the rows alone cost: one plain INSERT of as many. Facts are published a hundred to a
transaction, as an import or a beacon does; `single_per_second` is a tenth of them, one to a transaction.
"""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.dispatch import receiver

from mauntic.events.catalog import Event
from mauntic.events.services import publish_many

FACTS_PER_TRANSACTION = 100
POLL_SECONDS = 0.01
GIVE_UP_SECONDS = 600
INSERT = "INSERT INTO bench_effect (number) SELECT unnest(%s::integer[])"


@dataclass(frozen=True, kw_only=True)
class Measured(Event, context="benchmarks"):
    """A fact that is to have one effect."""

    contact_id: uuid.UUID
    number: int


@receiver(Measured.signal, dispatch_uid="benchmarks.write_effects")
def write_effects(events: list[Measured], **_: object) -> None:
    """Writes a row for each fact."""
    _insert([event.number for event in events])


def run(n: int) -> dict[str, float | int | str]:
    """Seconds from the first publish to the last effect of `n` facts, with a worker already running."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_effect (number integer NOT NULL)")
    floor = _timed_floor(n)
    with _worker():
        _timed(1, facts_per_transaction=1)  # connections, plans and imports are warm
        seconds = _timed(n, facts_per_transaction=FACTS_PER_TRANSACTION)
        some = max(n // 10, 1)
        single = _timed(some, facts_per_transaction=1)
    return {
        "name": "events",
        "n": n,
        "seconds": round(seconds, 3),
        "floor_seconds": round(floor, 4),
        "ratio": round(seconds / floor, 2),
        "per_second": round(n / seconds, 1),
        "single_per_second": round(some / single, 1),
    }


def _timed_floor(n: int) -> float:
    started = time.perf_counter()
    _insert(range(n))
    return time.perf_counter() - started


def _timed(n: int, *, facts_per_transaction: int) -> float:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bench_effect")
    started = time.perf_counter()
    for start in range(0, n, facts_per_transaction):
        numbers = range(start, min(start + facts_per_transaction, n))
        publish_many(Measured(contact_id=uuid.uuid4(), number=number) for number in numbers)
    while _effects() < n:
        if time.perf_counter() - started > GIVE_UP_SECONDS:
            sys.exit(f"Only {_effects()} of {n} facts had their effect within {GIVE_UP_SECONDS} s.")
        time.sleep(POLL_SECONDS)
    return time.perf_counter() - started


def _insert(numbers: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [list(numbers)])


def _effects() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_effect")
        return int(cursor.fetchone()[0])


@contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker", __name__]
    options = ["--processes", "1", "--threads", "4", "--queues", "events", "bulk"]
    worker = subprocess.Popen([*command, *options], cwd=Path(__file__).parents[1])  # noqa: S603 (our own program)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
