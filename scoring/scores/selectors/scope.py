"""The contacts of a statement: given ones, or a range of ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

# Ids that no contact has.
_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


class Scope(Protocol):
    """Filters rows by contact, so that all parts of a statement read the same contacts."""

    def narrow(self, rows: Rows, column: str) -> Rows:
        """Return the rows whose `column` is the id of a contact in the scope."""
        ...

    def __hash__(self) -> int: ...

    def shape(self) -> "Scope":
        """Return a hashable scope of placeholder ids, whose statements differ in parameters only."""
        ...

    def actual(self, parameter: Any) -> Any:
        """Return the value of this scope for a parameter of such a statement."""
        ...


@dataclass(frozen=True, slots=True)
class These:
    """The contacts of these ids."""

    ids: Sequence[UUID]

    def narrow(self, rows: Rows, column: str) -> Rows:
        # One array instead of a parameter per id: the statement stays short, and the planner sees the count.
        return rows.filter(**{f"{column}__in": RawSQL("SELECT unnest(%s::uuid[])", [list(self.ids)])})

    def shape(self) -> "These":
        return These((_FIRST,))

    def actual(self, parameter: Any) -> Any:
        return list(self.ids) if parameter == [_FIRST] else parameter


@dataclass(frozen=True, slots=True)
class IdRange:
    """The contacts whose id is above `after` and at most `until`; None leaves that side open."""

    after: UUID | None = None
    until: UUID | None = None

    def narrow(self, rows: Rows, column: str) -> Rows:
        bounds = {f"{column}__gt": self.after, f"{column}__lte": self.until}
        return rows.filter(**{lookup: bound for lookup, bound in bounds.items() if bound is not None})

    def shape(self) -> "IdRange":
        return IdRange(self.after and _FIRST, self.until and _LAST)

    def actual(self, parameter: Any) -> Any:
        if not isinstance(parameter, UUID):
            return parameter
        return {_FIRST: self.after, _LAST: self.until}[parameter]
