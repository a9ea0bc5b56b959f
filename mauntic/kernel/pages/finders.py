"""What the search and the command palette find. Each context registers its kinds in its module `finders`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mauntic.kernel.translation import StrPromise


@dataclass(frozen=True, slots=True)
class Hit:
    """A row as one line: its name, what tells it apart, and the URL of its page."""

    label: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Records that are found by text.

    `rank` orders the kinds, `page` names the view of their list, `template` shows one `row` on the page of
    the search. `find(text, user)` returns only what the user may see.
    """

    name: str
    rank: int
    label: StrPromise
    icon: str
    page: str
    template: str
    find: Callable[[str, Any], QuerySet[Any]]
    hit: Callable[[Any], Hit]


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind of records, at start-up."""
    _KINDS[kind.name] = kind


def kinds() -> list[Kind]:
    """Return all kinds in their order."""
    return sorted(_KINDS.values(), key=lambda kind: kind.rank)
