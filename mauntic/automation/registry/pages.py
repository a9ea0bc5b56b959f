"""Where the pages of workflows and journeys are, and what they say: the contexts above register it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from mauntic.kernel.translation import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of workflows or of journeys.

    Args:
        base: the name of the URL of one of them, such as `revops:workflow`. The others begin with it.
        title: such as "Workflows".
        new: such as "New workflow".
        subtitle: what they are.
        empty: a heading where there are none.
        teaches: what to do then.
    """

    kind: str
    base: str
    title: StrPromise
    new: StrPromise
    subtitle: StrPromise
    empty: StrPromise
    teaches: StrPromise


_pages: dict[str, Pages] = {}


def register_pages(pages: Pages) -> None:
    """Say where the pages of workflows or journeys are."""
    _pages[pages.kind] = pages


def pages_of(kind: str) -> Pages:
    """Return the pages of workflows or journeys."""
    return _pages[kind]


def address_of(kind: str, name: str = "", *args: Any) -> str:
    """Return the address of a page. Empty if there are none of this kind.

    Args:
        kind: `workflow` or `journey`.
        name: `list`, `new`, `edit`, `on`, `off`, `try`, `delete`, `run` and so on; empty for the page itself.
        args: the id that the address holds.
    """
    if kind not in _pages:
        return ""
    base = _pages[kind].base
    return reverse(f"{base}s" if name == "list" else f"{base}-{name}" if name else base, args=args)


def page_of(kind: str, definition_id: UUID) -> str:
    """Return the address of the page of a workflow or journey. Empty if it has none."""
    return address_of(kind, "", definition_id)
