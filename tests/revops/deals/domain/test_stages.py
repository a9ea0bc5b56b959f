"""The stages of a deal, with the probabilities and categories of the contract."""

from revops.deals.domain.stages import CATEGORIES, CLOSED, OPEN, PROBABILITIES, Stage
from revops.deals.models.choices import DealStage

# stage -> (probability, category of the forecast), in order
STAGES = {
    "prospecting": ("0.10", "pipeline"),
    "qualification": ("0.20", "pipeline"),
    "discovery": ("0.30", "pipeline"),
    "demo": ("0.50", "best_case"),
    "proposal": ("0.75", "best_case"),
    "negotiation": ("0.90", "commit"),
    "closed_won": ("1", "closed"),
    "closed_lost": ("0", "omitted"),
}


def test_stages_come_in_order_each_with_its_probability_and_category():
    found = {stage.value: (str(PROBABILITIES[stage]), CATEGORIES[stage].value) for stage in Stage}
    assert found == STAGES
    assert list(found) == list(STAGES) == list(DealStage.values)
    assert ([*OPEN], [*CLOSED]) == (list(STAGES)[:6], list(STAGES)[6:])
