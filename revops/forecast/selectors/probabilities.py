"""Win probabilities of stages, learned from the organization's closed deals."""

from collections.abc import Sequence

from django.core.cache import cache

from revops.deals.domain.stages import OPEN, PROBABILITIES
from revops.deals.selectors.days import today
from revops.forecast.domain.probabilities import StageProbability, stage_probability
from revops.forecast.selectors.ledger import spells_known
from revops.forecast.selectors.outlook import CACHE_SECONDS, closings_before


def stage_probabilities() -> Sequence[StageProbability]:
    """Return the default and the learned probability of each open stage, as known this morning; cached."""
    on = today()
    key = f"stage-probabilities:{on}:{closings_before(on)}"
    cached: Sequence[StageProbability] | None = cache.get(key)
    if cached is None:
        spells = spells_known(on)
        cached = [
            stage_probability(stage, spells.get(stage, ()), float(PROBABILITIES[stage])) for stage in OPEN
        ]
        cache.set(key, cached, CACHE_SECONDS)
    return cached
