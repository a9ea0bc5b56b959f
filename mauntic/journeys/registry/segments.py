"""Segments as what journeys start by: the context that has segments registers them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mauntic.automation.selectors.at_hand import once
from mauntic.kernel.translation import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Where segments are.

    Args:
        choices: the ids of the segments as text, with their names.
        members: the leads who are in a segment now, by its id as text.
    """

    choices: Callable[[], Sequence[tuple[str, str | StrPromise]]]
    members: Callable[[str], QuerySet[Any]]


_registered: list[Segments] = []


def register_segments(segments: Segments) -> None:
    """Say where segments are. Whoever registers them also tells who enters and leaves them."""
    _registered[:] = [segments]


def segment_choices() -> Sequence[tuple[str, str | StrPromise]]:
    """Return the segments. Empty while no context has any."""
    return _registered[0].choices() if _registered else []


def segment_name(segment: str) -> str:
    """Return the name of a segment; empty if it does not exist."""
    return str(dict(once(segment_choices)).get(segment, ""))


def segment_members(segment: str) -> QuerySet[Any] | None:
    """Return the leads who are in a segment. None while no context has segments."""
    return _registered[0].members(segment) if _registered else None
