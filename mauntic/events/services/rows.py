"""Receivers that read the facts of a stored row in SQL, so that no fact becomes a Python object."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from mauntic.events.catalog import event_types

R = TypeVar("R", bound=Callable[..., None])
_MARK = "reads_row"


def reads_row(receiver: R) -> R:
    """Mark a receiver that gets `row_id`, the id of the stored row, instead of `events`.

    Returns: the receiver. Use it as a decorator.
    """
    setattr(receiver, _MARK, True)
    return receiver


def is_marked(receiver: object) -> bool:
    """Return whether `reads_row` has marked the function."""
    return getattr(receiver, _MARK, False)


def reader_named(name: str) -> bool:
    """Return whether the receiver with this name is marked by `reads_row`."""
    return any(is_marked(cls.signal.named.get(name)) for cls in event_types())


def facts_in_sql(keys: Mapping[str, str]) -> str:
    """Return SQL that selects the facts of a stored row, one column per key.

    Args: `keys` holds the SQL type by key: `{"contactId": "uuid"}`. It is part of the SQL, so it must come
    from code and never from a user.
    Returns: a query with one parameter, the id of the stored row.
    """
    columns = ", ".join(f'"{key}" {kind}' for key, kind in keys.items())
    return (
        f"SELECT fact.* FROM events_storedevent AS stored, "  # noqa: S608 (see the docstring)
        f"jsonb_to_recordset(stored.facts) AS fact({columns}) WHERE stored.id = %s"
    )
