"""Rows of workbooks, read in this process."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from mauntic.kernel.files.errors import UnknownSheetError, UnreadableError
from mauntic.kernel.files.workbooks import open_sheet
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

    assert list(open_sheet(saved(book)).rows) == [
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

    assert list(open_sheet(saved(book)).rows) == [[name]]


def test_of_an_open_sheet_that_is_hidden_the_first_visible_one_is_read():
    book = Workbook()
    book.active.append(["first"])
    book.active.sheet_state = "hidden"
    for other in ("second", "third"):
        book.create_sheet(other).append([other])

    assert list(open_sheet(saved(book)).rows) == [["second"]]


def test_a_chart_is_no_sheet_of_cells():
    book = Workbook()
    book.active.append(["name"])
    book.create_chartsheet("Chart", 0)

    assert list(open_sheet(saved(book)).rows) == [["name"]]


def test_errors_stand_in_their_cells_wherever_the_sheet_begins():
    book = Workbook()
    for place, value in (("C3", "name"), ("D3", "phone"), ("C4", "#REF!"), ("D5", "#N/A")):
        book.active[place] = value

    assert list(open_sheet(saved(book)).rows) == [["name", "phone"], ["#REF!", ""], ["", "#N/A"]]


def test_errors_of_another_sheet_stay_there():
    book = Workbook()
    book.active.append(["name"])
    book.active.append([None])
    book.create_sheet("Other").append(["#REF!"])

    assert list(open_sheet(saved(book)).rows) == [["name"]]


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
        list(open_sheet(file()).rows)


def book_of(**rows_of_sheets: list[list[str]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in rows_of_sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def test_visible_sheets_of_cells_are_named_and_any_of_them_can_be_read():
    book = book_of(First=[["a"]], Second=[["b"]], Lists=[["c"]], Notes=[])
    book["Lists"].sheet_state = "hidden"
    book.create_chartsheet("Chart")
    for name, rows in {"": [["a"]], "First": [["a"]], "Second": [["b"]], "Notes": []}.items():
        opened = open_sheet(saved(book), name)
        assert (opened.sheets, opened.sheet) == (["First", "Second", "Notes"], name or "First")
        assert list(opened.rows) == rows


@pytest.mark.parametrize("name", ["Lists", "Third", "first", "x" * 300])
def test_a_sheet_that_is_hidden_or_unknown_is_refused_with_the_sheets_there_are(name):
    book = book_of(First=[["a"]], Second=[["b"]], Lists=[["c"]])
    book["Lists"].sheet_state = "veryHidden"
    with pytest.raises(UnknownSheetError, match=r"has no sheet .* Choose one of: First, Second\."):
        open_sheet(saved(book), name)


def test_an_empty_sheet_gives_way_to_the_first_sheet_with_a_cell():
    book = book_of(Cover=[], Leads=[["name"]], More=[["other"]])
    assert open_sheet(saved(book)).sheet == "Leads"
    book["More"].sheet_state = book["Leads"].sheet_state = "hidden"
    assert open_sheet(saved(book)).sheet == "Cover"


def test_errors_are_those_of_the_sheet_that_is_read():
    book = book_of(Good=[["name"], ["Ada"]], Bad=[["name"], ["=1/0"]])
    book["Bad"]["A2"].data_type, book["Bad"]["A2"].value = "e", "#REF!"
    assert list(open_sheet(saved(book), "Bad").rows)[1:] == [["#REF!"]]
    assert list(open_sheet(saved(book)).rows)[1:] == [["Ada"]]
