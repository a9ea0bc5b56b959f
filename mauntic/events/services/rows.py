"""Receivers that read the facts of a stored row in SQL, so that many facts never become Python objects."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from mauntic.events.catalog import event_types

R = TypeVar("R", bound=Callable[..., None])
_MARK = "reads_row"


def reads_row(receiver: R) -> R:
    """Mark a receiver that is given `row_id`, the id of the stored row, in place of `events`."""
    setattr(receiver, _MARK, True)
    return receiver


def is_marked(receiver: object) -> bool:
    """Whether `reads_row` has marked the function."""
    return getattr(receiver, _MARK, False)


def reader_named(name: str) -> bool:
    """Whether the receiver of that name is a marked one."""
    return any(is_marked(cls.signal.named.get(name)) for cls in event_types())


def facts_in_sql(keys: Mapping[str, str]) -> str:
    """SQL that gives the facts of the row whose id is its one parameter, a column per key of `keys`.

    `keys` names the SQL type of each key: `{"contactId": "uuid"}`. It comes from code, never from anybody.
    """
    columns = ", ".join(f'"{key}" {kind}' for key, kind in keys.items())
    return (
        f"SELECT fact.* FROM events_storedevent AS stored, "  # noqa: S608 (see the docstring)
        f"jsonb_to_recordset(stored.facts) AS fact({columns}) WHERE stored.id = %s"
    )
