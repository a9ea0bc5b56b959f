"""Rows of workbooks, read in this process."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from mauntic.kernel.files.errors import UnreadableError
from mauntic.kernel.files.workbooks import workbook_rows
from tests.kernel.files import books

RELATIONS = books.PARTS["xl/_rels/workbook.xml.rels"]
FAILED_FORMULA = '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_cells_become_text_and_empty_rows_are_left_out():
    book = Workbook()
    for row in (
        ["name", None],
        [],
        [1.0, 1.5],
        [True, -250],
        [date(2026, 3, 1), datetime.fromisoformat("2026-03-01T12:30")],
    ):
        book.active.append(row)

    assert list(workbook_rows(saved(book))) == [
        ["name", ""],
        ["1", "1.5"],
        ["True", "-250"],
        ["2026-03-01", "2026-03-01T12:30:00"],
    ]


@pytest.mark.parametrize(("active", "name"), [(0, "first"), (1, "second"), (2, "third")])
def test_the_sheet_that_was_open_is_read(active, name):
    book = Workbook()
    book.active.append(["first"])
    for other in ("second", "third"):
        book.create_sheet(other).append([other])
    book.active = active

    assert list(workbook_rows(saved(book))) == [[name]]


def test_of_an_open_sheet_that_is_hidden_the_first_visible_one_is_read():
    book = Workbook()
    book.active.append(["first"])
    book.active.sheet_state = "hidden"
    for other in ("second", "third"):
        book.create_sheet(other).append([other])

    assert list(workbook_rows(saved(book))) == [["second"]]


def test_a_chart_is_no_sheet_of_cells():
    book = Workbook()
    book.active.append(["name"])
    book.create_chartsheet("Chart", 0)

    assert list(workbook_rows(saved(book))) == [["name"]]


def test_errors_stand_in_their_cells_wherever_the_sheet_begins():
    book = Workbook()
    for place, value in (("C3", "name"), ("D3", "phone"), ("C4", "#REF!"), ("D5", "#N/A")):
        book.active[place] = value

    assert list(workbook_rows(saved(book))) == [["name", "phone"], ["#REF!", ""], ["", "#N/A"]]


def test_errors_of_another_sheet_stay_there():
    book = Workbook()
    book.active.append(["name"])
    book.active.append([None])
    book.create_sheet("Other").append(["#REF!"])

    assert list(workbook_rows(saved(book))) == [["name"]]


@pytest.mark.parametrize(
    "file",
    [
        lambda: io.BytesIO(b"PK\x03\x04 and no more"),
        lambda: books.workbook(book="<workbook/>"),
        lambda: books.workbook(sheet='<row r="2"><c r="A2"><v>not closed'),
        lambda: books.workbook(sheet=FAILED_FORMULA, relations=f"{RELATIONS}no more XML"),
        lambda: books.workbook(
            sheet=FAILED_FORMULA, relations=f'<?xml version="1.0" encoding="klingon"?>{RELATIONS}'
        ),
    ],
)
def test_a_broken_workbook_is_refused_in_a_sentence(file):
    with pytest.raises(UnreadableError, match=r"cannot be opened|no visible sheet"):
        list(workbook_rows(file()))
