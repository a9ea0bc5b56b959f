"""Read a stream of a model from an async view, which ends when the reader leaves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

from mauntic.tenants.context import current_organization, enter
from mauntic.tenants.models import Organization

Piece = TypeVar("Piece")
_END = object()


async def relayed(
    make: Callable[[], Iterator[Piece]], *, organization: Organization | None = None
) -> AsyncIterator[Piece]:
    """Yield the pieces of a generator that waits for the network and uses the database.

    It runs in a thread of its own, inside the organization: a view that waits for a model holds no thread of
    others up. When the reader leaves, the generator is closed there: the vendor stops writing, and the call
    is settled. Django buffers a generator that is not async to its end.

    Args:
        make: returns the generator, such as `lambda: stream(request=…, purpose=…)`.
        organization: None for the current one.
    """
    here = organization or current_organization()
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="llm-stream") as thread:
        pieces = await loop.run_in_executor(thread, _begin, here, make)
        try:
            while (piece := await loop.run_in_executor(thread, next, pieces, _END)) is not _END:
                yield piece  # type: ignore[misc] # it is no end
        finally:
            # The thread takes it up behind the piece that it waits for; the task may be canceled meanwhile.
            await asyncio.shield(loop.run_in_executor(thread, _end, pieces))


def _begin(organization: Organization, make: Callable[[], Iterator[Any]]) -> Iterator[Any]:
    enter(organization)
    return make()


def _end(pieces: Any) -> None:
    try:
        pieces.close()
    finally:
        connection.close()
