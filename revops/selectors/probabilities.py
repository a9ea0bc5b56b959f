"""What the organization's own history says of its stages."""

from collections.abc import Sequence

from revops.domain.probabilities import StageProbability, stage_probability
from revops.domain.stages import OPEN, PROBABILITIES
from revops.selectors.forecast_ledger import spells_known
from revops.selectors.forecast_outlook import today


def stage_probabilities() -> Sequence[StageProbability]:
    """By open stage what was expected and what was learned, as known this morning; one query."""
    spells = spells_known(today())
    return [stage_probability(stage, spells.get(stage, ()), float(PROBABILITIES[stage])) for stage in OPEN]
