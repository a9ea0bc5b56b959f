"""Find the changes that were undone later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Made(Generic[R]):
    """A change of fields, `[old, new]` by name, and the row that stores it."""

    row: R
    fields: Mapping[str, Sequence[Any]]
    is_undo: bool


def undone_by(changes: Sequence[Made[R]]) -> dict[tuple[int, str], R]:
    """Return the rows that undid a change.

    An undo takes back the latest earlier change of the field to the value that it replaces, if that change
    came from the value that it restores. Each undo takes back one change, each change is taken back once.

    Args: `changes` are those of one record, oldest first.
    Returns: the row of the undo, by position of the change in `changes` and field.
    """
    found: dict[tuple[int, str], R] = {}
    for position, change in enumerate(changes):
        for name, (old, new) in change.fields.items() if change.is_undo else ():
            for earlier in range(position - 1, -1, -1):
                before = changes[earlier]
                if (earlier, name) in found or before.is_undo or name not in before.fields:
                    continue
                if list(before.fields[name]) == [new, old]:
                    found[earlier, name] = change.row
                    break
    return found
