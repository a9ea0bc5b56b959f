"""What the organization's own history says of its stages."""

from collections.abc import Sequence

from django.core.cache import cache

from revops.deals.domain.stages import OPEN, PROBABILITIES
from revops.deals.selectors.days import today
from revops.forecast.domain.probabilities import StageProbability, stage_probability
from revops.forecast.selectors.ledger import spells_known
from revops.forecast.selectors.outlook import KEPT_SECONDS, closings_before


def stage_probabilities() -> Sequence[StageProbability]:
    """By open stage what was expected and what was learned, as known this morning; kept for a while."""
    on = today()
    key = f"stage-probabilities:{on}:{closings_before(on)}"
    kept: Sequence[StageProbability] | None = cache.get(key)
    if kept is None:
        spells = spells_known(on)
        kept = [
            stage_probability(stage, spells.get(stage, ()), float(PROBABILITIES[stage])) for stage in OPEN
        ]
        cache.set(key, kept, KEPT_SECONDS)
    return kept
