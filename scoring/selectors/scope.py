"""Which contacts a statement is about: some, or a stretch of ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

Rows = TypeVar("Rows", bound=QuerySet[Model])


class Scope(Protocol):
    """Narrows any rows that name a contact, so that all parts of one statement look at the same ones."""

    def narrow(self, rows: Rows, column: str) -> Rows:
        """Those of `rows` whose `column` is the id of a contact in the scope."""
        ...


@dataclass(frozen=True, slots=True)
class These:
    """The contacts of these ids."""

    ids: Sequence[UUID]

    def narrow(self, rows: Rows, column: str) -> Rows:
        # One array and not a parameter per id: the statement stays short, and the planner sees the count.
        return rows.filter(**{f"{column}__in": RawSQL("SELECT unnest(%s::uuid[])", [list(self.ids)])})


@dataclass(frozen=True, slots=True)
class Stretch:
    """The contacts whose id is above `after` (None: from the first on) and at most `until`."""

    after: UUID | None
    until: UUID

    def narrow(self, rows: Rows, column: str) -> Rows:
        rows = rows.filter(**{f"{column}__lte": self.until})
        return rows if self.after is None else rows.filter(**{f"{column}__gt": self.after})


@dataclass(frozen=True, slots=True)
class Everyone:
    """All contacts."""

    def narrow(self, rows: Rows, column: str) -> Rows:  # noqa: ARG002 (all rows qualify, whatever the column)
        return rows
