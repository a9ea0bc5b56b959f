"""How long deals usually stay in a stage, kept for a while: it moves slowly and is dear to count."""

from django.core.cache import cache

from mauntic.kernel.clock import now
from revops.selectors.health_usual import Habits, habits

KEY = "revops:habits"
KEPT_S = 15 * 60


def usual_habits() -> Habits:
    """What is usual by team and stage, at most a quarter of an hour old."""
    kept: Habits | None = cache.get(KEY)
    if kept is None:
        kept = habits(now())
        cache.set(KEY, kept, KEPT_S)
    return kept
