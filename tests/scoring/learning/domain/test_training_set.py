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
