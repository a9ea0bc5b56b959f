import random

import pytest

from scoring.learning.domain.leaks import column_auc, column_warnings
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
