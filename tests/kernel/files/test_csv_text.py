"""Cells that leave as CSV never run in a spreadsheet."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mauntic
from mauntic.kernel.files.csv_text import csv_lines, without_mark
from mauntic.kernel.files.downloads import csv_download

PROJECT = Path(mauntic.__file__).parent.parent
SOURCES = [
    path
    for package in ("mauntic", "lead_intelligence", "scoring", "revops")
    for path in (PROJECT / package).rglob("*.py")
]


def found_in(pattern: str) -> set[str]:
    return {str(path.relative_to(PROJECT)) for path in SOURCES if re.search(pattern, path.read_text())}


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil.example","x")',
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
    ],
)
def test_a_formula_is_marked_as_text(cell):
    assert csv_lines([[cell]]).lstrip('"').startswith("'")


@pytest.mark.parametrize(
    ("cell", "marked"),
    [
        ("Ann;=1+1", "Ann;'=1+1"),
        ("a;;@SUM(1);b", "a;;'@SUM(1);b"),
        ("a\n=1", "a\n'=1"),
        ("a\t+1+cmd|x", "a\t'+1+cmd|x"),
        (";-2;-3+cmd|x", ";-2;'-3+cmd|x"),
        (";'=1", ";''=1"),
    ],
)
def test_a_formula_behind_the_semicolon_of_another_country_is_marked_too(cell, marked):
    ((written, _),) = csv.reader(io.StringIO(csv_lines([[cell, "x"]]), newline=""))
    assert written == marked
    assert without_mark(written) == cell


@pytest.mark.parametrize(
    "cell", ["+49 30 123456", "-5.20", "Ann", "a=b", "", "jo@acme.example", "030 1;+49 30 2;-5", "a; =b"]
)
def test_everything_else_leaves_as_it_is(cell):
    assert csv_lines([[cell, "x"]]) == f"{cell},x\r\n"


@pytest.mark.parametrize(
    "cell", ["'=1", "''=1", "'+49 30 1", "'tis", "'", "=1", "+49 30 1", "-a", "@a", "\t=1"]
)
def test_taking_the_mark_off_gives_every_cell_back(cell):
    assert without_mark(next(csv.reader([csv_lines([[cell]])]))[0]) == cell


@given(st.text(alphabet="'=+-@a1 ;\t\r\n", max_size=8))
def test_marks_of_any_text_come_off_again(cell):
    (row,) = csv.reader(io.StringIO(csv_lines([[cell, "x"]]), newline=""))
    assert without_mark(row[0]) == cell


def test_every_csv_of_the_product_leaves_by_this_door():
    assert found_in(r"csv\.(writer|DictWriter)\b|from csv import") == {"mauntic/kernel/files/csv_text.py"}


def test_every_csv_that_is_downloaded_tells_excel_its_encoding():
    assert found_in(r"text/csv") == {"mauntic/kernel/files/downloads.py"}
    answer = csv_download(iter(["name\r\n", "José\r\n"]), name="leads")
    assert b"".join(answer.streaming_content) == b"\xef\xbb\xbfname\r\nJos\xc3\xa9\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="leads.csv"'
