"""Facts about records that not everybody may see.

A context registers a guard for the field that names its records: every event type with that field, those
of the future too, is then shown only to users who see the record.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.events.catalog.base import event_types, wire_key

VisibleRecords = Callable[[User], QuerySet[Any] | None]

_guards: dict[str, VisibleRecords] = {}


@dataclass(frozen=True, slots=True)
class Restriction:
    """Facts that a user may not see: those of `types` whose `key` names a record outside of `records`."""

    key: str
    types: list[str]
    records: QuerySet[Any]


def guard_records(field: str, visible: VisibleRecords) -> None:
    """Show facts with `field`, such as `deal_id`, only to users who see the record.

    Args: `visible` returns the records that a user may see, or None for a user who may see all of them.
    """
    _guards[field] = visible


def guarded_fields() -> Collection[str]:
    """Return the names of the guarded fields."""
    return _guards.keys()


def restrictions(user: User) -> list[Restriction]:
    """Return the restrictions of what `user` may see.

    Returns: an empty list for a user who may see everything.
    """
    found = ((field, visible(user)) for field, visible in _guards.items())
    return [
        Restriction(wire_key(field), _types_with(field), records)
        for field, records in found
        if records is not None
    ]


def hidden_records(restricted: Restriction, facts: Iterable[dict[str, Any]]) -> set[str]:
    """Return the ids among the facts' records that the user does not see. One query."""
    named = {fact[restricted.key] for fact in facts if fact.get(restricted.key)}
    seen = restricted.records.filter(pk__in=map(UUID, named)).order_by().values_list("pk", flat=True)
    return named - {str(pk) for pk in seen} if named else set()


def _types_with(field: str) -> list[str]:
    return [cls.wire_name for cls in event_types() if field in {each.name for each in fields(cls)}]
