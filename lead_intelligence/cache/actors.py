"""Jobs of the cache."""

from lead_intelligence import jobs
from lead_intelligence.cache.services import answers


@jobs.CLEAN_CACHE.actor()
def clean_cache() -> None:
    """Delete stale answers."""
    answers.clean_cache()
