"""Who uses segments: contexts say it, so that nobody deletes one that something depends on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Use:
    """What uses a segment: its name for people, such as 'Journey "Welcome"', and its page."""

    name: str
    url: str = ""


Finder = Callable[[UUID], Sequence[Use]]
_finders: list[Finder] = []


def register_uses(finder: Finder) -> None:
    """Say where segments are used. Args: `finder` returns the uses of a segment, in a query or two."""
    _finders.append(finder)


def uses_of(segment_id: UUID) -> list[Use]:
    """Return what uses a segment."""
    return [use for finder in _finders for use in finder(segment_id)]
