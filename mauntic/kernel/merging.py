"""Merge what two people changed on the same record at the same time, field by field. Pure Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import eq
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """The values to write, and the stored values of the fields that both people changed."""

    changes: dict[str, Any] = field(default_factory=dict)
    conflicts: dict[str, Any] = field(default_factory=dict)


def merge(
    opened: Values, given: Values, stored: Values, *, same: Callable[[str, Any, Any], bool] | None = None
) -> Merged:
    """Merge the fields of a form with the stored ones.

    A field that the person left as it was keeps the stored value. A field that only the person changed is
    written. A field that both changed to different values is a conflict.

    Args:
        opened: the values that the form was opened with. A field without one is written as given.
        given: the values of the form.
        stored: the values of the record now.
        same: tells whether two values of the named field are the same; by default whether they are equal.
    """
    alike = same or (lambda _name, one, other: eq(one, other))
    result = Merged()
    for name, mine in given.items():
        theirs = stored.get(name)
        if name not in opened:
            result.changes[name] = mine
        elif alike(name, mine, opened[name]) or alike(name, mine, theirs):
            continue
        elif alike(name, opened[name], theirs):
            result.changes[name] = mine
        else:
            result.conflicts[name] = theirs
    return result
