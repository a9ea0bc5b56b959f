"""Cached medians: they change slowly and are expensive to compute."""

from django.core.cache import cache

from mauntic.kernel.clock import now
from revops.health.selectors.usual import Habits, habits

KEY = "revops:habits"
CACHED_S = 15 * 60


def usual_habits() -> Habits:
    """Return the medians by team and stage, at most 15 minutes old."""
    cached: Habits | None = cache.get(KEY)
    if cached is None:
        cached = habits(now())
        cache.set(KEY, cached, CACHED_S)
    return cached
