"""Rows of CSV files as the world writes them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.files.csv_rows import BrokenRow, has_other_delimiter, read_csv
from mauntic.kernel.files.csv_text import csv_lines
from mauntic.kernel.files.errors import Text, UnreadableError


def rows_of(content: bytes):
    rows, notes = read_csv(io.BytesIO(content), content[:100])
    return list(rows), " ".join(map(str, notes))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a,b;c\n1,2;3\n", ["a", "b;c"]),
        ("a;b,c\n1;2,3\n4;5\n", ["a", "b,c"]),
        ("a\tb\n1\t2\n", ["a", "b"]),
        ("a|b\n1|2\n", ["a", "b"]),
        ("alone\n1\n", ["alone"]),
        ("a,b\n", ["a", "b"]),
        # Of two that agree as often the one with more cells.
        ("a,b;c;d\n1,2;3;4\n", ["a,b", "c", "d"]),
        ('"x;y",b\n"1;2",c\n', ["x;y", "b"]),
        ("Title\na;b\n1;2\n3;4,5\n", ["Title"]),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_most_rows_alike(text, row):
    assert rows_of(text.encode())[0][0] == row


def test_only_the_first_20_rows_tell_the_delimiter():
    head = "a;b\n" * 11 + "a,b\n" * 9
    assert rows_of((head + "a,b\n" * 50).encode())[0][0] == ["a", "b"]


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1252", "The file is not in UTF-8. It was read as Windows-1252; check accents."),
    ],
)
def test_an_encoding_is_found_and_told_where_it_is_a_guess(encoding, note):
    assert rows_of("näme,€\nAda,5\n".encode(encoding)) == ([["näme", "€"], ["Ada", "5"]], note)


def test_what_windows_has_no_letter_for_is_read_as_latin_1():
    assert rows_of(b"n\xe4me\n\x81\n") == (
        [["näme"], ["\x81"]],
        "The file is not in UTF-8. It was read as Latin-1; check accents.",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_empty_ones_are_no_rows(end):
    text = end.join(["a,b", "", "1,2", "", ""])
    assert rows_of(text.encode())[0] == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    "told", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n', "sep=;;;;\n", "sep=;", "\ufeffsep=;\n"]
)
def test_the_line_that_tells_the_delimiter_is_believed(told):
    text = f"{told}a,b;c\n" if told.endswith("\n") else told
    assert rows_of(text.encode())[0] == ([["a,b", "c"]] if told.endswith("\n") else [])


TOO_LONG = "is too long. Is a quote or a line break missing?"
QUOTE = "has a misplaced quote. Write quotes inside a cell twice."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'"x"y,3', f"The row {QUOTE}"),
        (b"x" * 131_073, "A cell of the row is too long. Is a quote missing at its end?"),
    ],
)
def test_what_is_wrong_within_a_line_breaks_its_row_alone(line, reason):
    rows, _ = rows_of(b"a,b\n1,2\n%s\n4,5\n" % line)

    assert rows == [["a", "b"], ["1", "2"], BrokenRow(Text(reason)), ["4", "5"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'"a"x,b\n1,2\n', f"The row of column names {QUOTE}"),
        (b'a,b\n1,2\n"x\n"y,3\n', f"Row 2 of the data {QUOTE}"),
        (b'a,b\n"x"y,2\n1,2\n"x\n"y,3\n', f"Row 3 of the data {QUOTE}"),
        (
            b"a\n1\n" + b"x," * 1_000_001 + b"\n",
            f"Row 2 of the data {TOO_LONG}",
        ),
    ],
)
def test_where_nobody_knows_the_next_row_the_file_is_refused(content, said):
    with pytest.raises(UnreadableError, match=r"misplaced|too long") as refused:
        rows_of(content)
    assert str(refused.value) == said


def test_a_row_of_two_million_characters_is_read():
    wide = b"x," * 999_999 + b"x\n"
    rows, _ = rows_of(b"a\n" + wide)

    assert len(wide) == 2_000_000
    assert len(rows[1]) == 1_000_000


def test_the_callers_file_stays_open():
    file = io.BytesIO(b"a,b\n1,2\n")
    rows, _ = read_csv(file, b"a,b")
    assert len(list(rows)) == 2
    assert not file.closed


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=6)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(tables)
def test_what_is_written_is_read_back(table):
    heading = [f"column {number}" for number in range(len(table[0]))]
    content = csv_lines([heading, *table]).encode("utf-8-sig")
    rows, note = rows_of(content)

    assert note == ""
    assert rows[0] == heading
    assert len(rows) == len(table) + 1


@pytest.mark.parametrize(
    ("cells", "width", "is_other"),
    [
        (["Ann;Lee;ann@x.example"], 3, True),
        (["Ann\tLee\t", "", " "], 3, True),
        (["Ann;ann@x.example"], 2, True),
        (["Lovelace, Ada"], 2, False),
        (["Ann;Lee"], 3, False),
        (["Ann;Lee;ann@x.example", "", "Berlin"], 3, False),
        (["Ann;Lee"], 1, False),
        ([], 3, False),
    ],
)
def test_a_row_of_one_cell_that_another_delimiter_splits_into_all_columns_is_recognized(
    cells, width, is_other
):
    assert has_other_delimiter(cells, width) is is_other
