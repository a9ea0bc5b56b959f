"""The row of column names, and lines of a report."""

import pytest

from mauntic.kernel.files.csv_rows import BrokenRow
from mauntic.kernel.files.errors import Text, UnreadableError
from mauntic.kernel.files.heading import is_report_line, left_out_note, split_heading


def split(*rows):
    names, below, above = split_heading(iter(rows))
    return list(names), list(below), above


def refusal(*rows) -> str:
    with pytest.raises(UnreadableError) as refused:
        split(*rows)
    return str(refused.value)


DATA = ["Ada", "Byron", "London", "GB"]


@pytest.mark.parametrize(
    ("rows", "names", "above"),
    [
        ([["name", "town"], ["Ada", "London"]], ["name", "town"], 0),
        ([["name", "town"]], ["name", "town"], 0),
        ([["Leads"], ["name", "town"], ["Ada", "London"]], ["name", "town"], 1),
        # Below a title stand filters of two cells: three of four cells name the columns.
        ([["Leads"], ["As of", "today"], ["first", "last", "town", "land"], DATA],
         ["first", "last", "town", "land"], 2),
        ([["Leads"], ["first", "last", "town"], DATA], ["first", "last", "town"], 1),
        # Without a title half of the cells are enough.
        ([["first", "last", "", ""], DATA], ["first", "last"], 0),
        ([["first", "", "", ""], ["a", "b", "c", "d"], DATA], ["a", "b", "c", "d"], 1),
        # In doubt the first row names them.
        ([["name"], ["Ada"], ["Bo"]], ["name"], 0),
        ([["name"], ["ada@x.example", "London"], ["bo@x.example", "Paris"]], ["name"], 0),
        ([["Leads"], ["Ada", "London"]], ["Leads"], 0),
    ],
)  # fmt: skip
def test_the_first_row_that_names_most_columns_is_the_heading(rows, names, above):
    found, below, skipped = split(*rows)

    assert (found, skipped) == (names, above)
    assert below == rows[above + 1 :]


def test_rows_beyond_those_that_are_looked_at_are_not_lost():
    rows = [["name", "town"], *([str(number), "x"] for number in range(50))]

    assert split(*rows)[1] == rows[1:]


def test_a_heading_is_looked_for_in_the_first_20_rows():
    titles = [["Leads"]] * 18

    assert split(*titles, ["name", "town"], ["Ada", "London"])[0] == ["name", "town"]
    assert split(["Leads"], *titles, ["name", "town"], ["Ada", "London"])[0] == ["Leads"]


def test_a_broken_row_is_no_heading_and_stays_in_its_place():
    broken = BrokenRow(Text("Quote."))

    names, below, above = split(["Leads"], broken, ["name", "town"], broken, ["Ada", "London"])
    assert (names, below, above) == (["name", "town"], [broken, ["Ada", "London"]], 2)


def test_names_lose_their_marks_spaces_and_empty_columns_at_the_end():
    assert split(["'=name", " first \n name ", "", "x" * 300, " ", ""], DATA)[0] == [
        "=name",
        "first name",
        "",
        "x" * 200,
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "The file is empty. It needs a row of column names and at least one row of data."),
        (
            [BrokenRow(Text("Quote."))],
            "The file is empty. It needs a row of column names and at least one row of data.",
        ),
        ([["", " "]], "The first row is empty. Enter the names of the columns there."),
        ([["ada@x.example", "Ada"]], "The first row looks like data. Put the names of the columns above it."),
        (
            [["na\0me"]],
            "The row of column names has bytes that are not text. Save the file as CSV again.",
        ),
        ([["x"] * 301], "The file has 301 columns. The maximum is 300. Delete some."),
    ],
)
def test_what_names_no_columns_is_refused_in_a_sentence(rows, said):
    assert refusal(*rows) == said


def test_300_columns_are_read_and_an_at_sign_alone_is_no_address():
    assert len(split(["x"] * 300)[0]) == 300
    assert split(["name", "@handle"])[0] == ["name", "@handle"]
    assert split(["name", "company.com"])[0] == ["name", "company.com"]


@pytest.mark.parametrize(
    ("cells", "is_report"),
    [
        (["Total"], True),
        (["TOTALS", "12", "1,5 %"], True),
        (["Subtotal:", "12"], True),
        (["Grand total (12 records)", "$ 1,250.50"], True),
        (["Total: 12", "EUR 12"], False),
        (["Total: 12", "12 EUR"], True),
        (["Average", "3.5"], True),
        (["Zwischensumme", "-5"], True),
        (["Total", "twelve"], False),
        (["Totals of Ada", "12"], False),
        (["page 1 of 3"], True),
        (["Page 1/3"], True),
        (["Page 1 / 3"], True),
        (["Page 1"], False),
        (["End of report"], True),
        (["(c) 2026 Example"], True),
        (["(c) Example"], False),
        (["Exported on 30.11.2026"], True),
        (["Erstellt von Ada"], True),
        (["Exporté le 30/11/2026"], True),
        (["Creado por Ada"], True),
        (["30 rows"], True),
        (["30 Rowsby Street"], False),
        (["Copyright", "Ada"], False),
        (["Copyright ada@x.example"], False),
        (["Total", "ada@x.example"], False),
        (["", " Total "], True),
        (["Ada", "Byron"], False),
        (["Ada"], False),
        ([], False),
        (["Summe", "9" * 60], True),
        (["Summe", "9" * 61], False),
    ],
)
def test_a_line_of_a_report_says_so_and_names_nobody(cells, is_report):
    assert is_report_line(cells) is is_report


def test_columns_that_are_left_out_are_told():
    assert left_out_note(["lead_score", "owner"]) == (
        "Columns that Mauntic computes were skipped: lead_score, owner."
    )
    assert left_out_note([]) == ""
