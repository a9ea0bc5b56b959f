"""How long runs that ended are kept."""

from datetime import datetime, timedelta

from mauntic.automation.domain.options import Options

SHORTEST_DAYS = 30
"""Lists count the runs of the last 30 days."""


def is_expired(ended_at: datetime, options: Options, *, days: int, at: datetime) -> bool:
    """Return whether a run may be deleted. What still holds its record back by the cool-down hours stays.

    Args:
        ended_at: when it ended.
        options: of its definition.
        days: how long runs are kept.
        at: now.
    """
    return at - ended_at > max(timedelta(days=days), timedelta(hours=options.cool_down_hours))
