"""Segments of segments: in which order they are decided, and which would be about themselves."""

from collections.abc import Collection, Hashable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def in_order(named: Mapping[T, Collection[T]]) -> list[list[T]]:
    """Return segments in rounds: each names only segments of earlier rounds.

    Args: `named` holds the segments that each one's conditions name. Those that are no key are left out.
    Raises: `ValueError` if one names itself, if only through others.
    """
    sorter = TopologicalSorter(
        {each: [other for other in others if other in named] for each, others in named.items()}
    )
    try:
        sorter.prepare()
    except CycleError as error:
        raise ValueError(" → ".join(map(str, error.args[1]))) from error
    rounds: list[list[T]] = []
    while sorter.is_active():
        ready = list(sorter.get_ready())
        rounds.append(ready)
        sorter.done(*ready)
    return rounds
