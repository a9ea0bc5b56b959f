"""What keeps automation from going round in circles."""

from datetime import timedelta

DEEPEST = 5
"""A chain of causes may hold so many runs; the next one is cut."""
MOST_RUNS, WITHIN = 50, timedelta(minutes=30)
"""So many runs of one definition for one record within this time lock the definition."""


def is_cut(depth: int) -> bool:
    """Return whether a run at this place of the chain is cut. The first run of a chain has depth 1."""
    return depth > DEEPEST
