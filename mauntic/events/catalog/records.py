"""Names of the records in facts, and readings of facts, for pages of events.

The log of events does not know the contexts whose records it shows. They register how their records are
called and found, and how their facts read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from mauntic.events.catalog.base import event_types, wire_key

Fact = Mapping[str, Any]
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a record and the address of its page."""

    name: str
    url: str


Namer = Callable[[Collection[UUID]], Mapping[UUID, Named]]
Reader = Callable[[Fact], tuple[str, str]]

_namers: dict[str, Namer] = {}
_finders: dict[str, Callable[[str, int], Iterable[UUID]]] = {}
_readers: dict[str, Reader] = {}


def name_records(field: str, namer: Namer) -> None:
    """Register the names of the records in a field of facts, such as `contact_id`.

    Args: `namer` returns the names of existing records by id, in one query.
    """
    _namers[wire_key(field)] = namer


def find_records_by(name: str, finder: Callable[[str, int], Iterable[UUID]]) -> None:
    """Register a search of records.

    Args: `name` is that of the kind of record. `finder` returns at most so many ids of records that match a
    text.
    """
    _finders[name] = finder


def read_facts(readers: Mapping[str, Reader]) -> None:
    """Register how facts read, by wire name of the event: a title and a text."""
    _readers.update(readers)


def found_records(text: str) -> list[UUID]:
    """Return the ids of records that match a text, at most `MOST_FOUND` of each kind."""
    return [pk for finder in _finders.values() for pk in finder(text, MOST_FOUND)]


def named_records(facts: Iterable[Fact]) -> dict[str, Named]:
    """Return the names of the records in facts by id, with one query per kind of record."""
    given = list(facts)
    found: dict[str, Named] = {}
    for key, namer in _namers.items():
        ids = {UUID(fact[key]) for fact in given if fact.get(key)}
        found |= {str(pk): named for pk, named in namer(ids).items()} if ids else {}
    return found


def reading(wire_name: str, fact: Fact) -> tuple[str, str]:
    """Return title and text of a fact. Both are empty if nobody registered how its event reads."""
    reader = _readers.get(wire_name)
    return reader(fact) if reader else ("", "")


def named_fields() -> set[str]:
    """Return the fields of all events that have names, for tests."""
    keys = {field.name for cls in event_types() for field in fields(cls)}
    return {name for name in keys if wire_key(name) in _namers}
