"""The stages of a deal, with the probabilities and categories of the contract."""

from revops.deals.domain.stages import CATEGORIES, CLOSED, OPEN, PROBABILITIES, WEIGHTS, Category, Stage
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


def test_a_forecast_counts_what_is_closed_or_committed_in_full_and_the_rest_in_part():
    assert {category.value: str(weight) for category, weight in WEIGHTS.items()} == {
        "closed": "1",
        "commit": "1",
        "best_case": "0.5",
        "pipeline": "0.25",
        "omitted": "0",
    }
    assert set(WEIGHTS) == set(Category)


def test_a_later_stage_is_never_less_likely_to_be_won():
    chances = [PROBABILITIES[stage] for stage in OPEN]

    assert chances == sorted(set(chances))
    assert all(0 < chance < 1 for chance in chances)
