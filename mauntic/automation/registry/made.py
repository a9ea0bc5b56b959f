"""What actions make, such as tasks: the contexts that know them name them for the page of a run."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from mauntic.events.catalog.records import Named

FindNamed = Callable[[Collection[UUID]], Mapping[UUID, Named]]
_finders: list[FindNamed] = []


def register_made(find: FindNamed) -> None:
    """Add what actions make: a function that names those of some ids, with their pages, in one query."""
    if find not in _finders:
        _finders.append(find)


def made(ids: Collection[UUID]) -> dict[UUID, Named]:
    """Return the names and pages of what actions made, of those that are among ids. A query per kind."""
    return {pk: named for find in _finders for pk, named in find(ids).items()}
