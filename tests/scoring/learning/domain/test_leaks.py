import random

import pytest

from scoring.learning.domain.leaks import AFTERWARDS, ColumnWarning, column_auc, column_warnings
from scoring.learning.domain.training_set import Column, TrainingSet

ROWS = 1_000
CHANCE = random.Random(5)
OUTCOMES = [CHANCE.random() < 0.2 for _ in range(ROWS)]
NOISE = [CHANCE.random() for _ in range(ROWS)]


def words(column: Column) -> dict[str, bool]:
    noise = Column("noise", NOISE, numeric=True)
    return {
        f"{warning.column} {warning.message}": warning.left_out
        for warning in column_warnings(TrainingSet([noise, column], OUTCOMES))
    }


def test_honest_columns_are_not_warned_of():
    weak = [won + CHANCE.gauss(0, 2) for won in OUTCOMES]
    assert words(Column("visits", weak, numeric=True)) == {}


def test_a_column_that_tells_the_outcome_is_warned_of_and_kept():
    value = Column("close_value", [100 if won else None for won in OUTCOMES], numeric=True)
    assert words(value) == {
        "close_value tells the outcome by itself (AUC 1.00): is it known only afterwards? Then drop it": False
    }


def test_a_column_far_ahead_of_all_others_is_warned_of():
    [said] = words(Column("calls", [won + CHANCE.gauss(0, 0.7) for won in OUTCOMES], numeric=True))
    assert "calls tells the outcome by itself (AUC 0.8" in said
    assert "the next best column 0.5" in said


def test_a_name_that_speaks_of_the_outcome_is_warned_of():
    [said] = words(Column("Call Duration", CHANCE.choices(range(5), k=ROWS), numeric=True))
    assert said.startswith("Call Duration has a name that speaks of the outcome")


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (Column("kind", ["lead"] * ROWS, numeric=False), "same value in every row"),
        (Column("id", list(range(ROWS)), numeric=True), "counts the rows"),
        (Column("name", [f"person {n}" for n in range(ROWS)], numeric=False), "1,000 different values"),
    ],
)
def test_columns_that_say_nothing_are_left_out(column, said):
    [(message, left_out)] = words(column).items()
    assert said in message
    assert left_out


def test_a_column_with_gaps_that_only_the_lost_have_is_good_by_its_gaps():
    gaps = Column("phone", ["yes" if won else None for won in OUTCOMES], numeric=False)
    assert column_auc(gaps, OUTCOMES) == 1


HALF = [True, False] * 50
"""Outcomes of a hundred rows, of which every second was won."""


def telling(right: int, name: str = "fact") -> Column:
    """A word that is the outcome in so many of a hundred rows, and its opposite in the others."""
    cells = ["yes" if won == (row < right) else "no" for row, won in enumerate(HALF)]
    return Column(name, cells, numeric=False)


def warnings_of(*columns: Column, outcomes: list[bool] = HALF) -> dict[str, str]:
    return {each.column: each.message for each in column_warnings(TrainingSet(list(columns), outcomes))}


@pytest.mark.parametrize(
    ("right", "expected"), [(50, 0.5), (70, 0.7), (94, 0.94), (100, 1.0), (30, 0.7), (0, 1.0)]
)
def test_a_column_is_as_good_as_the_order_of_the_win_rates_of_its_levels(right, expected):
    assert column_auc(telling(right), HALF) == pytest.approx(expected)


def test_a_column_of_numbers_is_judged_by_its_parts():
    numbers = Column("n", [float(row % 10) for row in range(100)], numeric=True)
    outcomes = [row % 10 >= 6 for row in range(100)]
    assert column_auc(numbers, outcomes) == 1.0


@pytest.mark.parametrize(("right", "warned"), [(94, False), (96, True), (100, True), (4, True)])
def test_a_column_that_tells_95_percent_by_itself_is_warned_of(right, warned):
    # Another column is nearly as good, so that it is not ahead of all others.
    found = warnings_of(telling(right), telling(93, "other"))
    assert ("fact" in found) is warned


def test_the_warning_names_the_figure_and_what_to_do():
    assert warnings_of(telling(98), telling(50, "coin")) == {
        "fact": "tells the outcome by itself (AUC 0.98): is it known only afterwards? Then drop it"
    }
    assert warnings_of(telling(90), telling(80, "next")) == {
        "fact": "tells the outcome by itself (AUC 0.90, the next best column 0.80): "
        "is it known only afterwards? Then drop it"
    }
    assert warnings_of(telling(60, "close_reason"), telling(59, "next")) == {
        "close_reason": "has a name that speaks of the outcome (AUC 0.60): "
        "is it known only afterwards? Then drop it"
    }


@pytest.mark.parametrize(
    ("right", "following", "warned"),
    [
        (80, 76, False),  # 0.04 ahead
        (80, 74, True),
        (72, 60, True),
        (68, 50, False),  # not good at all
    ],
)
def test_a_good_column_far_ahead_of_the_next_is_warned_of(right, following, warned):
    assert ("fact" in warnings_of(telling(right), telling(following, "next"))) is warned


def test_a_column_by_itself_is_compared_with_chance():
    assert "the next best column 0.50" in warnings_of(telling(80))["fact"]
    assert warnings_of(telling(69)) == {}


def test_only_the_best_column_can_be_far_ahead():
    found = warnings_of(telling(90), telling(80, "second"), telling(55, "third"))
    assert list(found) == ["fact"]


@pytest.mark.parametrize(
    ("name", "speaks"),
    [
        ("Duration", True),
        ("call_duration_s", True),
        ("Closed", True),
        ("close-date", True),
        ("is won", True),
        ("LOST", True),
        ("outcome2", True),
        ("Result", True),
        ("lost_reason", True),
        ("invoice.total", True),
        ("churn", True),
        ("country", False),
        ("disclosed", False),
        ("resulting", False),
        ("wonder", False),
    ],
)
def test_words_that_speak_of_the_end_are_found_in_names(name, speaks):
    found = warnings_of(telling(55, name), telling(54, "next"))
    assert (name in found) is speaks


def test_the_words_are_those_of_sales_and_calls():
    assert len(AFTERWARDS) == 10


@pytest.mark.parametrize(
    ("cells", "numeric", "message"),
    [
        (["a"] * 100, False, "has the same value in every row, so nothing can be learned from it"),
        ([None] * 100, False, "has the same value in every row, so nothing can be learned from it"),
        ([1.0] * 100, True, "has the same value in every row, so nothing can be learned from it"),
        (["a"] * 99 + [None], False, ""),
        ([float(row) for row in range(100)], True, "counts the rows, like an id"),
        ([float(row) for row in range(51)] + [None] * 49, True, "counts the rows, like an id"),
        ([float(row) for row in range(50)] + [None] * 50, True, ""),
        ([row + 0.5 for row in range(100)], True, ""),
        ([float(row // 2) for row in range(100)], True, ""),
        (
            [f"n{row}" for row in range(100)],
            False,
            "has 100 different values in 100 rows, like an id or a name",
        ),
        (
            [f"n{row}" for row in range(51)] + [None] * 49,
            False,
            "has 51 different values in 51 rows, like an id or a name",
        ),
        ([f"n{row}" for row in range(50)] + [None] * 50, False, ""),
        ([f"n{row % 50}" for row in range(100)], False, ""),
        (
            [f"n{row % 51}" for row in range(100)],
            False,
            "has 51 different values in 100 rows, like an id or a name",
        ),
    ],
)
def test_a_column_that_says_nothing_says_why_it_is_left_out(cells, numeric, message):
    found = column_warnings(
        TrainingSet([Column("fact", cells, numeric)], [row % 3 == 0 for row in range(100)])
    )
    useless = [each for each in found if each.left_out]
    assert useless == ([ColumnWarning("fact", message, left_out=True)] if message else [])


def test_half_of_the_rows_must_have_a_word_of_their_own_in_a_large_table():
    outcomes = [row % 3 == 0 for row in range(1_000)]
    half, more = (
        Column("word", [f"n{row % words}" for row in range(1_000)], numeric=False) for words in (500, 501)
    )
    assert not any(each.left_out for each in column_warnings(TrainingSet([half], outcomes)))
    assert any(each.left_out for each in column_warnings(TrainingSet([more], outcomes)))


def test_warnings_come_in_the_order_of_the_columns():
    same = Column("same", ["x"] * 100, numeric=False)
    found = warnings_of(telling(99, "z"), same, telling(98, "a"))
    assert list(found) == ["z", "same", "a"]


def test_a_column_that_says_nothing_is_not_compared_with_the_others():
    ids = Column("id", [float(row) for row in range(100)], numeric=True)
    assert "the next best column 0.50" in warnings_of(ids, telling(80))["fact"]


def test_levels_are_ordered_by_their_rates_whatever_their_sizes():
    # Of 30 rows 20 were won, of the other 70 only 25: 20 x 45 pairs in order, and half of those on one level.
    cells = ["few"] * 30 + ["many"] * 70
    outcomes = [True] * 20 + [False] * 10 + [True] * 25 + [False] * 45
    expected = (20 * 45 + (20 * 10 + 25 * 45) / 2) / (45 * 55)
    assert column_auc(Column("fact", cells, numeric=False), outcomes) == pytest.approx(expected)


def test_an_id_that_tells_the_outcome_by_its_order_makes_no_other_column_look_weak():
    outcomes = [True] * 50 + [False] * 50
    cells = ["yes" if won == (row % 10 < 8) else "no" for row, won in enumerate(outcomes)]
    ids = Column("id", [float(row) for row in range(100)], numeric=True)
    found = warnings_of(ids, Column("fact", cells, numeric=False), outcomes=outcomes)
    assert found["id"] == "counts the rows, like an id"
    assert "(AUC 0.80, the next best column 0.50)" in found["fact"]


def test_at_the_bounds_a_column_is_warned_of():
    assert "fact" in warnings_of(telling(70), telling(60, "next"))
    outcomes = [True, False] * 20
    cells = ["yes" if won == (row < 38) else "no" for row, won in enumerate(outcomes)]
    # Two columns of 0.95 are not ahead of each other.
    twins = [Column(name, cells, numeric=False) for name in ("one", "other")]
    assert list(warnings_of(*twins, outcomes=outcomes)) == ["one", "other"]


@pytest.mark.parametrize("word", sorted(AFTERWARDS))
def test_each_word_for_the_end_is_enough_by_itself(word):
    assert f"the {word}" in warnings_of(telling(55, f"the {word}"), telling(54, "next"))


@pytest.mark.parametrize("name", ["reason code", "close", "invoice no"])
def test_a_column_of_an_outcome_is_found_by_one_word(name):
    assert name in warnings_of(telling(55, name), telling(54, "next"))
