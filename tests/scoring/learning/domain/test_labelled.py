import pytest

from scoring.learning.domain.labelled import (
    FEWEST_OF_EACH,
    NOTHING,
    YES,
    Labelled,
    UnusableError,
    read_labelled,
)
from scoring.learning.domain.training_set import Column, TrainingSet

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


def message(**arguments) -> str:
    """The whole sentence that says why nothing can be learned."""
    with pytest.raises(UnusableError) as error:
        read_labelled(HEADERS, arguments.pop("table", rows()), **{"target": "end", **arguments})
    return str(error.value)


def sized(*texts: str) -> Column:
    """The column of these texts, repeated over all rows."""
    table = [row | {"size": texts[place % len(texts)]} for place, row in enumerate(rows(20, 20))]
    [found] = read(table, drop=["country", "day"]).leads.columns
    return found


def test_a_mistake_is_explained_in_a_whole_sentence():
    assert message(target="ends") == "--target: there is no column “ends”. Did you mean end?"
    assert (
        message(target="zzz") == "--target: there is no column “zzz”. Did you mean country, size, day, end?"
    )
    assert message(time="end") == (
        "--time: the outcome itself is no time. Name a column with dates, or none."
    )
    assert message(drop=["country", "size", "day"]) == (
        "--drop: no column is left to learn from. Drop fewer."
    )
    assert message(time="country") == (
        "--time: “DE” in “country” is neither a date such as 2026-03-31 nor a number. "
        "Without --time the order of the file is taken."
    )
    assert message(positive="maybe") == (
        "--positive: no row of “end” is “maybe”. Its values: lost (30), won (20)."
    )
    assert message(table=rows(wins=19)) == (
        "Too few rows: 19 are “won” and 30 are not; 20 of each are the least to learn from."
    )
    assert message(table=rows(wins=0)) == (
        "--target: “end” has 1 different values. Its values: lost (30). "
        "Name the one that counts as won with --positive."
    )
    assert message(table=[]) == (
        "--target: “end” has 0 different values. Its values: none. "
        "Name the one that counts as won with --positive."
    )


def test_a_target_with_many_values_shows_the_eight_commonest():
    table = [row | {"end": f"e{number % 12:02}"} for number, row in enumerate(rows(12, 14))]
    assert message(table=table) == (
        "--target: “end” has 12 different values. Its values: e00 (3), e01 (3), e02 (2), e03 (2), e04 (2),"
        " e05 (2), e06 (2), e07 (2). Name the one that counts as won with --positive."
    )


def test_columns_are_suggested_whatever_their_case_and_three_at_most():
    headers = ["Deal size", "Deal sizes", "deal_size", "Deal side", "end"]
    with pytest.raises(UnusableError) as error:
        read_labelled(headers, [], target="DEAL SIZE")
    suggested = str(error.value).split("Did you mean ")[1].rstrip("?").split(", ")
    assert suggested[0] == "Deal size"
    assert len(suggested) == 3


def test_without_a_similar_name_the_first_ten_columns_are_shown():
    headers = [f"column {letter}" for letter in "abcdefghijkl"]
    with pytest.raises(UnusableError) as error:
        read_labelled(headers, [], target="0")
    assert str(error.value).endswith(f"Did you mean {', '.join(headers[:10])}?")


def test_every_argument_is_checked_before_the_rows_are_read():
    assert message(target="day", drop=["sizes"]).startswith("--drop:")
    assert message(drop=["country", "sizes"]).startswith("--drop: there is no column “sizes”.")
    assert message(target="ends", drop=["sizes"], time="when").startswith("--target:")


@pytest.mark.parametrize("least", [(20, 30), (30, 20), (20, 20)])
def test_twenty_of_each_kind_are_enough(least):
    assert FEWEST_OF_EACH == 20
    assert len(read(rows(*least), positive="won").leads) == sum(least)


@pytest.mark.parametrize(("wins", "losses"), [(19, 30), (30, 19), (1, 30), (19, 19)])
def test_fewer_of_either_kind_are_not(wins, losses):
    with pytest.raises(UnusableError, match=f"{wins} are “won” and {losses} are not"):
        read(rows(wins, losses), positive="won")


@pytest.mark.parametrize(
    "yes",
    [
        "1",
        "yes",
        "Y",
        "TRUE",
        "t",
        "Won",
        "win",
        "Closed Won",
        "converted",
        "Success",
        "positive",
        "Customer",
    ],
)
def test_a_word_for_yes_counts_as_won_even_when_it_is_common(yes):
    assert read(rows(30, 20, won=yes, lost="other")).positive == yes
    assert yes.lower() in YES


def test_two_words_for_yes_leave_the_rarer_one():
    assert read(rows(30, 20, won="won", lost="customer")).positive == "customer"


def test_of_two_values_as_common_the_first_in_the_alphabet_counts_as_won():
    assert read(rows(20, 20, won="red", lost="blue")).positive == "blue"


def test_outcomes_are_compared_without_the_blanks_around_them():
    table = [row | {"end": f" {row['end']} "} for row in rows()]
    found = read(table)
    assert (found.positive, found.leads.wins) == ("won", 20)


@pytest.mark.parametrize("nothing", ["", " ", "NA", "n/a", "NaN", "null", "None", "#N/A", " na "])
def test_words_for_nothing_are_gaps(nothing):
    table = rows()
    table[0]["country"] = nothing
    assert read(table).leads.columns[0].cells[:2] == [None, "DE"]
    assert nothing.strip().lower() in NOTHING


@pytest.mark.parametrize("something", ["0", "-", "no", "unknown"])
def test_other_words_are_values(something):
    table = rows()
    table[0]["country"] = something
    assert read(table).leads.columns[0].cells[0] == something


def test_every_row_without_an_outcome_is_counted_in_the_note():
    table = [*rows(), *[rows(1, 0)[0] | {"end": "n/a"}] * 1_234]
    found = read(table)
    assert found.notes == ["1,234 rows without an outcome are left out."]
    assert read(rows()).notes == []
    assert Labelled(TrainingSet([], []), "won").notes == []


def test_the_order_of_the_columns_is_that_of_the_file_without_those_that_are_dropped():
    found = read(rows(), drop=["size"]).leads
    assert [each.name for each in found.columns] == ["country", "day"]
    assert [each.name for each in read(rows(), time="day").leads.columns] == ["country", "size"]


@pytest.mark.parametrize(
    ("texts", "cells", "numeric"),
    [
        (["1", "2.5"], [1.0, 2.5], True),
        ([" 7 ", "-3"], [7.0, -3.0], True),
        (["1e3", ""], [1000.0, None], True),
        (["1", "one"], ["1", "one"], False),
        (["", "N/A"], [None, None], True),
        (["inf", "1"], ["inf", "1"], False),
        (["1e999", "1"], ["1e999", "1"], False),
        (["2026-01-31", "1"], ["2026-01-31", "1"], False),
        ([" A ", "b"], ["A", "b"], False),
    ],
)
def test_a_column_is_one_of_numbers_when_every_known_cell_is_a_finite_number(texts, cells, numeric):
    assert sized(*texts) == Column("size", cells * 20, numeric=numeric)


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (["3", "1", "2"], [1, 2, 0]),
        (["10", "9", "100"], [1, 0, 2]),
        (["-1", "0", "-2"], [2, 0, 1]),
        (["2026-03-01", "2025-12-31", "2026-01-01"], [1, 2, 0]),
        (["2026-01-01T12:00:00", "2026-01-01", "2026-01-01T09:30:00"], [1, 2, 0]),
        # 08:00 in New York is 13:00 UTC, 13:30 in Berlin is 12:30; a time without a zone is in UTC.
        (["2026-01-01T08:00:00-05:00", "2026-01-01T12:00:00", "2026-01-01T13:30:00+01:00"], [1, 2, 0]),
    ],
)
def test_rows_are_sorted_by_number_or_moment(times, order):
    table = [
        row | {"day": times[place % 3], "size": str(place % 3)} for place, row in enumerate(rows(30, 30))
    ]
    found = read(table, time="day", drop=["country"]).leads
    sizes = [int(cell) for cell in found.columns[0].cells]
    assert sizes == [each for each in order for _ in range(20)]


def test_outcomes_move_with_their_rows():
    table = [row | {"day": str(-place)} for place, row in enumerate(rows(20, 30))]
    assert read(table, time="day").leads.outcomes == [False] * 30 + [True] * 20


def test_rows_of_the_same_time_keep_the_order_of_the_file():
    table = [row | {"day": str(place % 2), "size": str(place)} for place, row in enumerate(rows(20, 20))]
    found = read(table, time="day", drop=["country"]).leads
    assert list(found.columns[0].cells) == [*range(0, 40, 2), *range(1, 40, 2)]


@pytest.mark.parametrize("other", ["5", "2025", "1.5"])
def test_times_may_not_mix_numbers_and_dates(other):
    table = rows()
    table[0]["day"] = other
    assert (
        message(table=table, time="day")
        == "--time: “day” has dates and numbers. Use one of them in all rows."
    )


def test_the_first_cell_that_is_no_time_is_named():
    table = rows()
    table[3]["day"], table[5]["day"] = "soon", ""
    assert message(table=table, time="day").startswith("--time: “soon” in “day” is neither")
    table[2]["day"] = ""
    assert message(table=table, time="day").startswith("--time: “” in “day” is neither")
