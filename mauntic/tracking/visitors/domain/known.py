"""Known visitors."""

from typing import NamedTuple
from uuid import UUID


class KnownVisitor(NamedTuple):
    """A visitor, the user of the product that it was last, and its contact."""

    id: UUID
    name: str
    user: str = ""
    contact_id: UUID | None = None
