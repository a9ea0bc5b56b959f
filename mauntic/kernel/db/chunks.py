"""Cutting streams into pieces, so that no statement and no message grows without bound."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunked(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of at most `size` items, in order; nothing for no items."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
