import pytest

from scoring.learning.domain.training_set import Column, TrainingSet

LEADS = TrainingSet(
    [Column("size", [10.0, None, 30.0], numeric=True), Column("country", ["DE", "FR", None], numeric=False)],
    [True, False, False],
)


def test_wins_are_counted_and_shared():
    assert (len(LEADS), LEADS.wins, LEADS.base_rate) == (3, 1, 1 / 3)


def test_no_rows_have_no_base_rate():
    assert TrainingSet([], []).base_rate == 0.0


def test_rows_are_chosen_in_the_order_that_is_asked_for():
    chosen = LEADS.rows([2, 0])

    assert [list(column.cells) for column in chosen.columns] == [[30.0, 10.0], [None, "DE"]]
    assert list(chosen.outcomes) == [False, True]
    assert [column.numeric for column in chosen.columns] == [True, False]


def test_columns_are_left_out_by_name():
    left = LEADS.without({"size", "nothing"})

    assert [column.name for column in left.columns] == ["country"]
    assert left.outcomes == LEADS.outcomes


@pytest.mark.parametrize(
    ("outcomes", "wins", "rate"),
    [([], 0, 0.0), ([False], 0, 0.0), ([True], 1, 1.0), ([True, False, True, False], 2, 0.5)],
)
def test_the_base_rate_is_the_part_that_was_won(outcomes, wins, rate):
    leads = TrainingSet([], outcomes)
    assert (len(leads), leads.wins, leads.base_rate) == (len(outcomes), wins, rate)


def test_rows_may_be_chosen_more_than_once_or_not_at_all():
    assert list(LEADS.rows([1, 1, 0]).outcomes) == [False, False, True]
    nothing = LEADS.rows([])
    assert (len(nothing), [list(column.cells) for column in nothing.columns]) == (0, [[], []])


def test_choosing_rows_keeps_the_names_and_the_original():
    chosen = LEADS.rows([0])
    assert [column.name for column in chosen.columns] == ["size", "country"]
    assert len(LEADS) == 3


def test_columns_stay_in_order_when_others_are_left_out():
    columns = [Column(name, [1.0], numeric=True) for name in "abcd"]
    left = TrainingSet(columns, [True]).without({"b"})
    assert [column.name for column in left.columns] == ["a", "c", "d"]
    assert TrainingSet(columns, [True]).without(set()).columns == columns
