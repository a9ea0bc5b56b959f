import pytest

from scoring.learning.domain.labelled import UnusableError, read_labelled
from scoring.learning.domain.training_set import Column

HEADERS = ["country", "size", "day", "end"]


def rows(wins: int = 20, losses: int = 30, won: str = "won", lost: str = "lost") -> list[dict[str, str]]:
    ends = [won] * wins + [lost] * losses
    return [
        {"country": "DE", "size": str(number), "day": f"2026-01-{number % 28 + 1:02}", "end": end}
        for number, end in enumerate(ends)
    ]


def read(table, **arguments):
    return read_labelled(HEADERS, table, target="end", **arguments)


def test_columns_are_numbers_or_words_and_the_target_is_neither():
    found = read(rows()).leads
    assert [(column.name, column.numeric) for column in found.columns] == [
        ("country", False),
        ("size", True),
        ("day", False),
    ]
    assert (len(found), found.wins, found.base_rate) == (50, 20, 0.4)


@pytest.mark.parametrize(
    ("won", "lost", "positive"),
    [("won", "lost", "won"), ("1", "0", "1"), ("Yes", "No", "Yes"), ("blue", "red", "blue")],
)
def test_the_value_that_says_yes_counts_as_won_else_the_rarer(won, lost, positive):
    assert read(rows(won=won, lost=lost)).positive == positive
    common = read(rows(30, 20, won=won, lost=lost)).positive
    assert common == ("red" if won == "blue" else positive)


def test_any_value_can_be_named_as_won():
    assert read(rows(), positive="lost").leads.wins == 30


def test_rows_without_an_outcome_are_left_out_and_counted():
    found = read([*rows(), {"country": "FR", "size": "1", "day": "", "end": " "}])
    assert (len(found.leads), found.notes) == (50, ["1 rows without an outcome are left out."])


def test_cells_without_anything_are_unknown():
    table = rows()
    table[0] |= {"country": "N/A", "size": ""}
    country, size, _ = read(table).leads.columns
    assert (country.cells[0], size.cells[0], size.numeric) == (None, None, True)


def test_numbers_may_have_a_comma():
    table = [row | {"size": "1,5"} for row in rows()]
    assert read(table, drop=["country", "day"]).leads.columns == [Column("size", [1.5] * 50, numeric=True)]


def test_rows_are_put_in_order_of_time_and_the_time_is_not_learned_from():
    found = read(list(reversed(rows())), time="day", drop=["country"]).leads
    assert [column.name for column in found.columns] == ["size"]
    assert found.columns[0].cells[:3] == [28.0, 0.0, 29.0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"target": "End"}, "--target: there is no column “End”. Did you mean end?"),
        ({"drop": ["sizes"]}, "--drop: there is no column “sizes”. Did you mean size?"),
        ({"time": "when"}, "--time: there is no column “when”."),
        ({"time": "country"}, "--time: “DE” in “country” is neither a date"),
        ({"positive": "maybe"}, "--positive: no row of “end” is “maybe”. Its values: lost (30), won (20)."),
        ({"target": "size"}, "--target: “size” has 50 different values."),
        ({"drop": ["country", "size", "day"]}, "--drop: no column is left"),
    ],
)
def test_what_is_wrong_is_said_with_the_argument(arguments, said):
    with pytest.raises(UnusableError) as error:
        read_labelled(HEADERS, rows(), **{"target": "end", **arguments})
    assert str(error.value).startswith(said)


def test_too_few_of_a_kind_are_refused_with_the_counts():
    with pytest.raises(UnusableError, match="19 are “won” and 30 are not; 20 of each"):
        read(rows(wins=19))


def test_a_target_with_one_value_is_refused():
    with pytest.raises(UnusableError, match="has 1 different values"):
        read(rows(wins=0))


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1.250", "1250,50"], [1250.0, 1250.5]),
        (["1,250", "1250.50"], [1250.0, 1250.5]),
        (["0,5", "1,25"], [0.5, 1.25]),
        (["1e-5", "2.125"], [1e-5, 2.125]),
    ],
)
def test_the_whole_column_decides_what_a_separator_means(texts, numbers):
    table = [row | {"size": texts[place % 2]} for place, row in enumerate(rows())]
    [column] = read(table, drop=["country", "day"]).leads.columns
    assert column == Column("size", numbers * 25, numeric=True)
