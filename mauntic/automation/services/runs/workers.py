"""Let the workers go on with runs."""

from collections.abc import Sequence
from uuid import UUID

from mauntic.automation.jobs import ADVANCE
from mauntic.broker import enqueue
from mauntic.kernel.db.chunks import chunked

PER_JOB = 50
"""Runs that one message of a worker goes on with."""


def go_on(run_ids: Sequence[UUID]) -> None:
    """Let the workers go on with runs after the commit, in messages of at most 50."""
    for chunk in chunked(run_ids, PER_JOB):
        enqueue(ADVANCE, [str(pk) for pk in chunk])
