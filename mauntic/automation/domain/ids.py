"""Ids of records in stored JSON."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID


def is_id(text: str) -> bool:
    """Return whether a text is an id as JSON holds it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def ids_in(value: Any) -> Iterator[UUID]:
    """Yield the ids in a JSON value, at any depth. Keys of objects are not looked at."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from ids_in(each)
    elif isinstance(value, str) and is_id(value):
        yield UUID(value)
