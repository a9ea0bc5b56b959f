"""Who uses custom fields: contexts say it, so that nobody archives one unaware."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class FieldUse:
    """What uses a field: its name for people, such as 'Segment "Renewals"', and its page."""

    name: str
    url: str = ""


fields_changed = Signal()
"""Sent in the transaction that archives or restores a field, with its `key` in conditions."""
Finder = Callable[[str], Sequence[FieldUse]]
_finders: list[Finder] = []


def register_field_uses(finder: Finder) -> None:
    """Say where custom fields are used.

    Args: `finder` returns the uses of a field by its key in conditions, such as `contact.custom.renewal`.
    """
    _finders.append(finder)


def field_uses(key: str) -> list[FieldUse]:
    """Return what uses a field. Args: `key` is that in conditions."""
    return [use for finder in _finders for use in finder(key)]
