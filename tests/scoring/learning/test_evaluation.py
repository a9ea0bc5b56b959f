"""Learning on a market whose truth is known."""

import random
import sys

import pytest

from mauntic.kernel.errors import Misconfigured
from scoring.learning.domain.binning import Unknown
from scoring.learning.domain.training_set import Column, TrainingSet
from scoring.learning.learners.registry import load_learners
from scoring.learning.services.evaluation import evaluate

ROWS = 4_000


def market(rows: int = ROWS, seed: int = 3) -> TrainingSet:
    """Leads that are won more often the larger they are, in Germany, and when no phone number is known."""
    chance = random.Random(seed)
    sizes = [chance.lognormvariate(5, 1) for _ in range(rows)]
    countries = [chance.choice(["DE", "FR", "US"]) for _ in range(rows)]
    phones = [chance.choice([None, "landline", "mobile"]) for _ in range(rows)]
    outcomes = [
        chance.random() < 0.08 + 0.2 * (size > 300) + 0.15 * (country == "DE") + 0.2 * (phone is None)
        for size, country, phone in zip(sizes, countries, phones, strict=True)
    ]
    columns = [
        Column("size", sizes, numeric=True),
        Column("country", countries, numeric=False),
        Column("phone", phones, numeric=False),
        Column("noise", [chance.random() for _ in range(rows)], numeric=True),
    ]
    return TrainingSet(columns, outcomes)


@pytest.fixture(scope="module")
def leads() -> TrainingSet:
    return market()


@pytest.fixture(scope="module")
def evaluation(leads):
    return evaluate(leads)


def test_the_card_finds_what_makes_leads_win(leads):
    card = load_learners().scorecard(leads)
    worth = {
        part.binning.column: {str(level): points for level, points in part.worth()} for part in card.parts
    }
    of_phone = next(part for part in card.parts if part.binning.column == "phone")
    by_level = dict(zip(of_phone.binning.levels, of_phone.points, strict=True))
    assert max(by_level, key=by_level.get) == Unknown()
    assert max(worth["country"], key=worth["country"].get) == "DE" or max(worth["country"].values()) < 0
    sizes = next(part for part in card.parts if part.binning.column == "size").points
    assert min(sizes[-3:]) > max(sizes[:8])


def test_a_card_makes_the_same_of_the_same_rows(leads):
    assert load_learners().scorecard(leads) == load_learners().scorecard(leads)


def test_a_card_promises_what_comes(evaluation):
    figures = evaluation.cross_validated["scorecard"]
    assert figures.ece < 0.03
    assert figures.auc > 0.7


def test_a_card_that_sees_gaps_and_steps_is_better_than_plain_logistic_regression(evaluation):
    cross_validated = evaluation.cross_validated
    assert cross_validated["scorecard"].auc > cross_validated["logistic"].auc


def test_all_figures_are_of_rows_that_were_not_seen(evaluation):
    assert {figures.n for figures in evaluation.cross_validated.values()} == {ROWS}
    assert {figures.n for figures in evaluation.out_of_time.values()} == {ROWS * 0.3}
    assert list(evaluation.cross_validated) == ["scorecard", "logistic", "naive_bayes"]


def test_what_is_noise_is_not_learned():
    leads = market(1_000)
    shuffled = TrainingSet(leads.columns, random.Random(2).sample(leads.outcomes, len(leads)))
    assert evaluate(shuffled).cross_validated["scorecard"].auc == pytest.approx(0.5, abs=0.06)


def test_without_later_wins_there_is_no_out_of_time_test():
    leads = market(400)
    early = TrainingSet(leads.columns, [won and row < 280 for row, won in enumerate(leads.outcomes)])
    assert evaluate(early).out_of_time == {}


def test_columns_that_say_nothing_do_not_disturb(leads):
    constant = Column("kind", ["lead"] * ROWS, numeric=False)
    names = Column("name", [f"person {number}" for number in range(ROWS)], numeric=False)
    found = evaluate(TrainingSet([*leads.columns, constant, names], leads.outcomes))
    assert [(warning.column, warning.left_out) for warning in found.warnings] == [
        ("kind", True),
        ("name", True),
    ]


def test_without_scikit_learn_it_is_said_what_to_install(leads, monkeypatch):
    monkeypatch.setitem(sys.modules, "scoring.learning.learners.scorecard", None)
    monkeypatch.delattr("scoring.learning.learners.scorecard", raising=False)
    with pytest.raises(Misconfigured, match=r"pip install mauntic\[learning\]"):
        evaluate(leads)
