"""Files that were made to exhaust whoever reads them."""

import io
import tracemalloc

import psutil
import pytest

from mauntic.kernel.files import SMALL, Budget, UnreadableError, archives, check_file, open_table
from mauntic.kernel.files.tables import read_table
from tests.kernel.files import books

MB = 1024 * 1024


def read(file, **options):
    with open_table(file, **options) as table:
        return list(table.rows)


def refusal(file, **options):
    with pytest.raises(UnreadableError) as error:
        read(file, **options)
    return str(error.value)


def test_a_workbook_that_unpacks_to_too_much_is_refused_by_its_directory_alone():
    with pytest.raises(UnreadableError, match="has 47 MB when unpacked, which is too much"):
        check_file(books.ratio_bomb())


def test_an_archive_that_unpacks_to_more_than_it_says_is_refused():
    file = books.lying_archive()
    assert not check_file(file)
    assert "cannot be opened" in refusal(file)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (books.far_cell, "has 1,048,576 rows and 16,384 columns"),
        (books.repeated_string, "too much memory or time"),
        (books.entities, "declares XML entities"),
    ],
)
def test_a_bomb_is_refused_in_words_within_the_budget_of_a_page(file, said):
    assert said in refusal(file(), budget=SMALL)


def test_what_is_parsed_costs_this_process_no_memory():
    file = books.repeated_string()
    before = psutil.Process().memory_info().rss
    refusal(file)
    assert psutil.Process().memory_info().rss - before < 100 * MB


def test_a_reader_that_needs_too_long_is_ended():
    # About 2 s of a quick processor, where 1 s is allowed.
    cells = [[books.inline(f"{column}{n}", f"x{n}") for column in "ABCD"] for n in range(2, 250_000)]
    rows = "".join(f'<row r="{n}">{"".join(row)}</row>' for n, row in enumerate(cells, 2))
    assert "too much memory or time" in refusal(books.workbook(sheet=rows), budget=Budget(1, 1024))


def test_more_texts_than_the_limit_are_counted_before_they_are_parsed(monkeypatch):
    monkeypatch.setattr(archives, "MAX_SHARED_STRINGS", 1)
    with pytest.raises(UnreadableError, match="more than 1 different texts"):
        archives.survey(books.workbook())


@pytest.mark.parametrize("cells", ["x" * 10, "&#0;"])
def test_broken_xml_is_refused_in_words(cells):
    assert "cannot be opened" in refusal(books.workbook(sheet=f'<row r="2"><c r="A2"><v>{cells}</row>'))


@pytest.mark.parametrize(
    ("cell", "said"),
    [(b",", "900,001 columns. The maximum is 300."), (b"name,", "The row of column names is too long")],
)
def test_a_million_columns_are_refused(cell, said):
    assert said in refusal(io.BytesIO(cell * 900_000 + b"last\n1\n"))


def test_one_line_of_100_megabytes_is_never_held():
    file = io.BytesIO(b"name,email\n" + b"x,\n" * 10 + b"y;" * (50 * MB))
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError, match="Row 11 of the data is too long"):
            list(read_table(file).rows)
        assert tracemalloc.get_traced_memory()[1] < 40 * MB
    finally:
        tracemalloc.stop()


def test_a_row_of_short_lines_inside_quotes_is_bounded_too():
    file = io.BytesIO(b"name,email\n" + b'"a\n",' * 500_000)
    assert "Row 1 of the data is too long" in refusal(file)


def test_a_list_of_a_million_and_one_rows_is_refused():
    file = io.BytesIO(b"name,email\n" + b"a,\n" * 1_000_001)
    assert "more than 1,000,000 rows" in refusal(file)


def test_a_reader_ends_when_nobody_wants_the_rest():
    rows = "".join(f'<row r="{n}">{books.inline(f"A{n}", "x" * 900)}</row>' for n in range(2, 2_000))
    with open_table(books.workbook(sheet=rows)) as table:
        assert next(iter(table.rows))["name"] == "x" * 900
    assert [
        child for child in psutil.Process().children() if "files.child" in " ".join(child.cmdline())
    ] == []
