import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.learning.domain.binning import Between, Binning, Equals, Other, Unknown
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


COLUMNS = [SIZE, COUNTRY]


@pytest.mark.parametrize(
    ("points", "worth"),
    [
        ((0, 0, 0, 0), []),
        ((5, 5, 5, 5), [(Between(None, None), 5), (Unknown(), 5)]),
        ((5, 5, 5, 0), [(Between(None, None), 5)]),
        ((5, 0, 5, 0), [(Between(None, 10.0), 5), (Between(50.0, None), 5)]),
        ((0, 5, 5, 0), [(Between(10.0, None), 5)]),
        ((-5, 5, 7, 0), [(Between(None, 10.0), -5), (Between(10.0, 50.0), 5), (Between(50.0, None), 7)]),
        ((0, 0, 5, 5), [(Between(50.0, None), 5), (Unknown(), 5)]),
    ],
)
def test_ranges_next_to_each_other_of_the_same_worth_are_one(points, worth):
    assert Part(SIZE, points).worth() == worth


def test_words_of_the_same_worth_stay_apart():
    words = Binning("country", (Equals("DE"), Equals("FR"), Other(("DE", "FR")), Unknown()))
    assert Part(words, (4, 4, 4, 4)).worth() == [
        (Equals("DE"), 4),
        (Equals("FR"), 4),
        (Other(("DE", "FR")), 4),
        (Unknown(), 4),
    ]
    assert Part(words, (0, 4, 0, -4)).worth() == [(Equals("FR"), 4), (Unknown(), -4)]


def test_every_level_needs_its_points():
    with pytest.raises(ValueError, match="zip"):
        Part(SIZE, (1, 2)).worth()


@pytest.mark.parametrize(
    ("sizes", "countries", "totals"),
    [
        ([5], ["DE"], [25]),
        ([5, 20, 99, None], ["FR"] * 4, [20, 35, 100, 0]),
        ([None], ["DE"], [0]),
        ([5], [None], [20]),
        ([], [], []),
    ],
)
def test_each_row_gets_the_points_of_its_own_levels(card, sizes, countries, totals):
    assert card.totals(leads(sizes, countries)) == totals


def test_a_card_without_parts_gives_everybody_its_base():
    assert Scorecard(42, (), 0, 1).totals(leads([1, 2], ["DE", "FR"])) == [42, 42]


@pytest.mark.parametrize(
    ("total", "probability"),
    [(0, 1 / (1 + math.exp(5))), (50, 0.5), (100, 1 / (1 + math.exp(-5))), (60, 1 / (1 + math.exp(-1)))],
)
def test_a_higher_total_promises_more(card, total, probability):
    assert card.probability(total) == pytest.approx(probability)


def test_the_promise_of_a_row_is_that_of_its_total(card):
    rows = leads([5, 20, 99, None], ["DE", "FR", "DE", "FR"])
    assert card.totals(rows) == [25, 35, 100, 0]
    assert card.probabilities(rows) == [card.probability(total) for total in (25, 35, 100, 0)]


def test_log_odds_become_points_of_which_100_reach_from_the_lowest_to_the_highest_lead():
    """One column, two levels. 4 log odds are 100 points, so 1 is 25."""
    made = rounded_card([COUNTRY], [[0.0, 1.0]], [0], -1.0, reach=(-3.0, 1.0))
    assert made.parts == (Part(COUNTRY, (0, 25)),)
    # The usual lead has log odds of -1, 2 above the lowest.
    assert made.base == 50
    assert (made.intercept, made.slope) == (-3.0, pytest.approx(0.04))
    assert made.probability(made.base) == pytest.approx(1 / (1 + math.e))


@pytest.mark.parametrize(("common", "points", "base"), [(0, (0, 25), 50), (1, (-25, 0), 75)])
def test_the_level_that_most_rows_are_at_is_the_base(common, points, base):
    made = rounded_card([COUNTRY], [[0.0, 1.0]], [common], -1.0, reach=(-3.0, 1.0))
    assert (made.parts[0].points, made.base) == (points, base)


def test_the_base_is_the_lead_at_the_commonest_level_of_every_column():
    odds = [[0.5, -0.5, 0.0, 1.0], [0.25, 0.0]]
    made = rounded_card(COLUMNS, odds, [0, 0], 0.0, reach=(-1.0, 1.0))
    # 0.5 + 0.25 above 0, and 1 above the lowest: 1.75 of 2 log odds.
    assert made.base == 88
    assert made.parts == (Part(SIZE, (0, -50, -25, 25)), Part(COUNTRY, (0, -12)))


def test_a_column_of_which_every_level_is_worth_the_same_is_left_out():
    made = rounded_card(COLUMNS, [[0.3] * 4, [0.0, 1.0]], [0, 0], 0.0, reach=(0.0, 1.3))
    assert [part.binning for part in made.parts] == [COUNTRY]
    tiny = rounded_card(COLUMNS, [[0.0, 0.004, 0.0, 0.0], [0.0, 1.0]], [0, 0], 0.0, reach=(0.0, 1.0))
    assert [part.binning for part in tiny.parts] == [COUNTRY]


@pytest.mark.parametrize(("odds", "points"), [(9.0, 100), (-9.0, -100), (1.0, 25), (-1.0, -25)])
def test_a_factor_is_worth_100_points_at_most_in_either_direction(odds, points):
    made = rounded_card([COUNTRY], [[0.0, odds]], [0], 0.0, reach=(0.0, 4.0))
    assert made.parts[0].points == (0, points)


def test_leads_that_are_all_alike_have_a_card_too():
    made = rounded_card([COUNTRY], [[0.0, 0.0]], [0], -2.0, reach=(-2.0, -2.0))
    assert (made.parts, made.base) == ((), 0)
    assert made.probability(0) == pytest.approx(1 / (1 + math.exp(2)))


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=2), st.lists(st.floats(-2, 2), min_size=4, max_size=4))
def test_rounding_to_points_changes_a_promise_by_little(countries, sizes):
    """Each of base and two columns is off by half a point at most."""
    lowest, highest = min(countries) + min(sizes), max(countries) + max(sizes)
    if highest - lowest < 0.5:
        return
    made = rounded_card(COLUMNS, [sizes, countries], [0, 0], 0.0, reach=(lowest, highest))
    rows = leads([5, 20, 99, None], ["DE", "FR", "FR", "DE"])
    exact = [
        sizes[0] + countries[0],
        sizes[1] + countries[1],
        sizes[2] + countries[1],
        sizes[3] + countries[0],
    ]
    for total, odds in zip(made.totals(rows), exact, strict=True):
        assert abs((odds - lowest) / (highest - lowest) * 100 - total) <= 1.5 + 1e-6


def test_a_narrow_reach_is_stretched_to_100_points():
    made = rounded_card([COUNTRY], [[0.0, 0.25]], [0], 0.0, reach=(0.0, 0.5))
    assert made.parts == (Part(COUNTRY, (0, 50)),)


def test_neighbours_of_opposite_worth_keep_their_signs():
    assert Part(SIZE, (-7, 7, 7, -7)).worth() == [
        (Between(None, 10.0), -7),
        (Between(10.0, None), 7),
        (Unknown(), -7),
    ]
