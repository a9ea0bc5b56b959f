import math

import pytest

from scoring.learning.domain.binning import Between, Binning, Equals, Unknown
from scoring.learning.domain.scorecard import Part, Scorecard, rounded_card
from scoring.learning.domain.training_set import Column, TrainingSet

SIZE = Binning(
    "size",
    (Between(None, 10.0), Between(10.0, 50.0), Between(50.0, None), Unknown()),
    (10.0, 50.0),
    numeric=True,
)
COUNTRY = Binning("country", (Equals("DE"), Equals("FR")))


def leads(sizes, countries) -> TrainingSet:
    columns = [Column("size", sizes, numeric=True), Column("country", countries, numeric=False)]
    return TrainingSet(columns, [False] * len(sizes))


@pytest.fixture
def card() -> Scorecard:
    return Scorecard(20, (Part(SIZE, (0, 15, 90, -30)), Part(COUNTRY, (5, 0))), intercept=-5, slope=0.1)


def test_a_total_is_the_base_and_the_points_of_each_level(card):
    assert card.totals(leads([5, 10, 49.9], ["FR", "FR", "DE"])) == [20, 35, 40]


def test_what_is_unknown_has_points_and_what_was_never_seen_has_none(card):
    assert card.totals(leads([5, None], ["XX", "DE"])) == [20, 0]


def test_totals_stay_within_0_and_100(card):
    assert card.totals(leads([99, None], ["DE", "FR"])) == [100, 0]


def test_a_total_promises_a_probability(card):
    assert card.probability(50) == 0.5
    assert card.probability(50 + math.log(2) / card.slope) == pytest.approx(2 / 3)
    assert card.probabilities(leads([10], ["FR"])) == [card.probability(35)]


def test_neighbours_of_as_many_points_are_one_level():
    assert Part(SIZE, (7, 7, 0, 7)).worth() == [(Between(None, 50.0), 7), (Unknown(), 7)]
    assert Part(COUNTRY, (3, 3)).worth() == [(Equals("DE"), 3), (Equals("FR"), 3)]


def test_the_level_of_most_rows_gets_no_points_and_the_scale_ends_at_the_extremes():
    made = rounded_card(
        [SIZE, COUNTRY], [[-1.0, 0.0, 2.0, -2.0], [0.0, 0.0]], [1, 0], -1.0, reach=(-3.0, 1.0)
    )
    assert made.parts == (Part(SIZE, (-25, 0, 50, -50)),)
    assert made.base == 50
    assert made.probability(0) == pytest.approx(0.0474, abs=1e-4)
    assert made.probability(100) == pytest.approx(0.7311, abs=1e-4)


def test_no_factor_is_worth_more_than_the_scale():
    made = rounded_card([COUNTRY], [[0.0, 9.0]], [0], 0.0, reach=(0.0, 4.0))
    assert made.parts == (Part(COUNTRY, (0, 100)),)
