"""Tables as spreadsheets and other programs write them."""

import io
import zipfile
import zlib
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from mauntic.kernel.files import (
    EXTRA_CELLS,
    LARGE,
    UNREADABLE,
    UnreadableError,
    check_file,
    is_report_line,
    open_table,
    problem_of_row,
)
from tests.kernel.files import books
from tests.support.pseudo import pseudo, pseudo_locale


def saved(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def read(file):
    with open_table(file) as table:
        return table.headers, list(table.rows)


def test_numbers_dates_and_truth_become_text():
    book = Workbook()
    book.active.append(["n", "whole", "day", "moment", "hour", "yes"])
    book.active.append(
        [1.5, 250.0, date(2026, 3, 1), datetime.fromisoformat("2026-03-01T12:30"), time(8, 30), True]
    )
    assert read(saved(book))[1] == [
        {
            "n": "1.5",
            "whole": "250",
            "day": "2026-03-01",
            "moment": "2026-03-01T12:30:00",
            "hour": "08:30:00",
            "yes": "True",
        }
    ]


def test_the_sheet_that_was_open_is_read():
    book = Workbook()
    book.active.append(["name"])
    other = book.create_sheet("Leads")
    other.append(["email"])
    other.append(["ada@acme.example"])
    book.active = 1
    assert read(saved(book)) == (["email"], [{"email": "ada@acme.example"}])


def test_a_failed_formula_is_told_by_its_error_wherever_the_sheet_begins():
    book = Workbook()
    sheet = book.active
    for row, cells in ((3, ["name", "phone"]), (4, ["Ada", "#REF!"]), (6, ["Bo", "1"]), (7, ["#N/A", "2"])):
        for column, cell in enumerate(cells, 3):
            sheet.cell(row, column, cell)
    other = book.create_sheet("Other", 0)
    other.append(["x", "#NUM!"])
    book.active = 1
    assert read(saved(book)) == (
        ["name", "phone"],
        [{"name": "Ada", "phone": "#REF!"}, {"name": "Bo", "phone": "1"}, {"name": "#N/A", "phone": "2"}],
    )


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"sep=;\nname;note\nAda;a,b\n", [{"name": "Ada", "note": "a,b"}]),
        (b"\xef\xbb\xbfsep=\t\r\nname\tnote\r\nAda\tx\r\n", [{"name": "Ada", "note": "x"}]),
        (b'"sep=|"\nname|note\nAda|x;y\n', [{"name": "Ada", "note": "x;y"}]),
        (b"SEP=,\nname,note\nAda,x\n", [{"name": "Ada", "note": "x"}]),
    ],
)
def test_the_line_of_excel_that_tells_the_delimiter_is_no_row(content, rows):
    assert read(io.BytesIO(content))[1] == rows


@pytest.mark.parametrize(
    "title",
    [
        "Leads export 29.11.2026\n",
        "Leads export, 29.11.2026\n\n",
        "Leads\n;;;\nAs of;29.11.2026\nFilter;All leads\n\n",
        "\n;;;\n",
        'Notes:\n"Some addresses are missing, as their people hide them; see our help."\n\n',
    ],
)
def test_a_title_above_the_column_names_is_left_out_with_a_note(title):
    content = f"{title}name;email;note\nAda;ada@x.example;a, b\nBo;bo@x.example;c, d\n".encode()
    with open_table(io.BytesIO(content)) as table:
        assert table.headers == ["name", "email", "note"]
        assert [row["note"] for row in table.rows] == ["a, b", "c, d"]
        assert table.note.startswith("Rows skipped above the column names: ") == (title.strip("\n") != "")


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"email\nada@x.example,more\n", ["email"]),
        (b"name,email\nAda\nBo\n", ["name", "email"]),
        (b"name,,\nAda,x,y\n", ["name"]),
        (b",first,last\n1,Ada,King\n2,Bo,Lee\n", ["Column 1", "first", "last"]),
        (b"name;tags\nAda;a,b,c\nBo;d,e,f\n", ["name", "tags"]),
    ],
)
def test_without_a_title_the_first_row_names_the_columns(content, headers):
    assert read(io.BytesIO(content))[0] == headers


def test_a_column_name_that_is_there_twice_counts_once_with_a_note():
    with open_table(io.BytesIO(b"Email,name,EMAIL\na@x.example,Ada,b@x.example\n")) as table:
        assert list(table.rows) == [{"Email": "a@x.example", "name": "Ada"}]
        assert table.note == 'Column "EMAIL" exists twice (columns 1 and 3). The second one was skipped.'


def test_marks_of_byte_order_within_a_file_are_left_out():
    joined = "\ufeff\ufeffid,name\r\n1,Ada\r\n\ufeffid,name\r\n\ufeff2,Bo\r\n".encode()
    rows = [{"id": "1", "name": "Ada"}, {"id": "id", "name": "name"}, {"id": "2", "name": "Bo"}]

    assert read(io.BytesIO(joined)) == (["id", "name"], rows)


@pytest.mark.parametrize("key", [UNREADABLE, EXTRA_CELLS])
@pytest.mark.parametrize("is_small", [True, False])
def test_no_column_of_a_file_is_taken_for_what_is_noted_on_its_rows(monkeypatch, key, is_small):
    if not is_small:
        monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 1)
    headers, [row] = read(io.BytesIO(f'name,"{key}"\nAda,a note\n'.encode()))
    assert row == {"name": "Ada", headers[1]: "a note"}
    assert problem_of_row(row) == ""


def test_the_mark_of_a_formula_is_taken_off():
    assert read(io.BytesIO(b"'@name,b\n'=1+1,'tis\n")) == (["@name", "b"], [{"@name": "=1+1", "b": "'tis"}])


@pytest.mark.parametrize(
    "cells",
    [
        ["Copyright (c) 2000-2026 Example Inc. All rights reserved.", "", ""],
        ["Confidential Information - Do Not Distribute", ""],
        ["Generated By:  Robin Laine 11/29/2026", ""],
        ["Grand Totals (12 records)", "", ""],
        ["Total", "", "1,250.50"],
        ["", "Summe", "12 500,00 EUR"],
        ["Total général", "3"],
        ["120 records", ""],
    ],
)
def test_lines_of_a_report_are_known(cells):
    assert is_report_line(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "Energies", "contact@total.example"],
        ["Total Energies", ""],
        ["Sum", "Lee"],
        ["Count Dracula", ""],
        ["Page Miller", ""],
        ["", ""],
        ["Total", "Recall Ltd", "1200"],
    ],
)
def test_people_and_companies_are_no_lines_of_a_report(cells):
    assert not is_report_line(cells)


def test_a_hidden_sheet_is_passed_over():
    book = Workbook()
    book.active.append(["secret"])
    book.active.sheet_state = "hidden"
    other = book.create_sheet("Leads")
    other.append(["email"])
    other.append(["ada@acme.example"])
    assert read(saved(book))[0] == ["email"]


def test_styled_empty_cells_far_away_do_no_harm():
    sheet = f'<row r="2">{books.inline("A2", "Ada")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read(books.workbook(sheet=sheet))[1] == [{"name": "Ada", "email": ""}]


def test_a_file_in_memory_and_one_on_the_disk_stay_open(tmp_path):
    for file in (
        books.workbook(sheet=f'<row r="2">{books.inline("A2", "Ada")}</row>'),
        io.BytesIO(b"name\nAda\n"),
    ):
        assert read(file)[1][0]["name"] == "Ada"
        assert not file.closed
        (tmp_path / "file").write_bytes(file.getvalue())
        with (tmp_path / "file").open("rb") as stored:
            assert read(stored)[1][0]["name"] == "Ada"
            assert not stored.closed


def test_a_large_list_is_read_by_another_process_and_is_the_same(monkeypatch):
    content = b"name,note\n" + "".join(f'Zoë {n},"a\n""b"""\n' for n in range(3_000)).encode("cp1252")
    small = read(io.BytesIO(content))
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)
    assert check_file(io.BytesIO(content))
    assert read(io.BytesIO(content)) == small
    with open_table(io.BytesIO(content), budget=LARGE) as table:
        assert "Windows-1252" in table.note


def test_texts_of_the_process_that_reads_are_translated(monkeypatch):
    content = b'a,A\nx,\n"y"z,1\n'
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 1)
    with pseudo_locale(), open_table(io.BytesIO(content)) as table:
        assert table.note == pseudo(
            'Column "{name}" exists twice (columns {first} and {second}). The second one was skipped.'
        ).format(name="A", first=1, second=2)
        [_row, broken] = table.rows
        assert broken[UNREADABLE] == pseudo(
            "The row has a misplaced quote. Write quotes inside a cell twice."
        )
    with pseudo_locale(), pytest.raises(UnreadableError, match="⟦Ŕôŵ 1 ôƒ ţĥé đàţà"):
        read(io.BytesIO(b'a\n"never\nclosed\n'))


def test_an_error_in_a_large_list_names_its_row(monkeypatch):
    monkeypatch.setattr("mauntic.kernel.files.reading.SMALL_BYTES", 10)
    with pytest.raises(UnreadableError, match="Row 3 of the data has a misplaced quote"):
        read(io.BytesIO(b'name,email\na,\nb,\nc,"never\nclosed\n'))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8a", b"\xff\xfen\x00,\x00e\x00\n\x00a\x00\x00\xd8"])
def test_broken_unicode_is_refused_in_words(content):
    with pytest.raises(UnreadableError, match=r"encoding|not text"):
        read(io.BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%PDF-1.7\n1 0 obj <</Type /Catalog, /Pages 2 0 R>>\n", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\nIHDR,a,b\nc,d,e\n", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0JFIF,a,b\nc,d,e\n", id="jpeg"),
        pytest.param(zlib.compress(b"".join(b"%d,%d\n" % (n, n * n) for n in range(999))), id="compressed"),
        pytest.param(b"name,email\nA\x01\x02da,a@x.example\n\x03\x04\n", id="control characters"),
    ],
)
def test_a_file_of_another_program_is_refused_before_it_is_read(content):
    with pytest.raises(UnreadableError, match="This file is not a table"):
        check_file(io.BytesIO(content))


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    with pytest.raises(UnreadableError, match="This file is not a table"):
        read(file)


@pytest.mark.parametrize("damage", ["\v", "\x01", "\x1a", "\x1b$B"])
def test_a_damaged_cell_does_not_make_a_list_another_file(damage):
    rows = read(io.BytesIO(f"name,email\nAda{damage},ada@engines.example\n".encode()))[1]
    assert [row["email"] for row in rows] == ["ada@engines.example"]


def test_a_row_in_another_delimiter_is_an_error_and_its_neighbors_are_read():
    _, rows = read(
        io.BytesIO(b"first,last,email\nAnn,Lee,a@x.example\nBob;Ray;b@x.example\nCy,Ito,c@x.example\n")
    )
    assert [problem_of_row(row) for row in rows] == [
        "",
        "The row separates its cells by another character than the file. Separate all rows in the same way.",
        "",
    ]
