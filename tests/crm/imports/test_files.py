import io
from datetime import date

import pytest

from mauntic.crm.imports.selectors import examples
from mauntic.crm.imports.services.upload import upload_import
from mauntic.crm.models import Import, ImportRow
from mauntic.kernel.errors import Invalid
from tests.crm.files import csv_file, preview, upload, xlsx_file

pytestmark = pytest.mark.usefixtures("acme")

HEADERS = ["First Name", "E-Mail"]


def values(job):
    return list(job.rows.order_by("number").values_list("values", flat=True))


def test_rows_are_kept_as_they_are_with_line_breaks_and_accents():
    job = upload([*HEADERS, "Note"], ["Zoë", "zoe@acme.example", 'one\ntwo, "three"\r\n'], ["李", "", "ﬁn"])
    assert values(job) == [
        {"First Name": "Zoë", "E-Mail": "zoe@acme.example", "Note": 'one\ntwo, "three"\r\n'},
        {"First Name": "李", "E-Mail": "", "Note": "ﬁn"},
    ]
    assert (job.total, job.columns, job.note) == (2, ["First Name", "E-Mail", "Note"], "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_delimiter_and_unicode_encoding_is_read(delimiter, encoding):
    job = upload(HEADERS, ["Zoë; née, Ö", "zoe@acme.example"], delimiter=delimiter, encoding=encoding)
    assert values(job) == [{"First Name": "Zoë; née, Ö", "E-Mail": "zoe@acme.example"}]


@pytest.mark.parametrize(
    ("encoding", "text", "name"), [("cp1252", "Zoë “Z”", "Windows-1252"), ("latin-1", "Zoë \x81", "Latin-1")]
)
def test_an_older_encoding_is_read_with_a_note(encoding, text, name):
    job = upload(HEADERS, [text, "zoe@acme.example"], encoding=encoding)
    assert values(job)[0]["First Name"] == text
    assert name in job.note


def test_a_workbook_is_read_with_its_numbers_and_dates_as_text():
    rows = ["Ada", 250.0, date(2026, 3, 1)], [None, None, None], ["Zoë", 1.5, "x"]
    file = xlsx_file(["Name", "Employees", "Since"], *rows)
    job = upload_import(file=file, file_name="leads.xlsx")
    assert values(job) == [
        {"Name": "Ada", "Employees": "250", "Since": "2026-03-01"},
        {"Name": "Zoë", "Employees": "1.5", "Since": "x"},
    ]


def test_short_rows_are_filled_up_and_rows_without_a_cell_left_out():
    file = io.BytesIO(b"name,email,city\r\nAda\r\n\r\nGrace,grace@acme.example,Rome\r\n")
    job = upload_import(file=file, file_name="leads.csv")
    assert values(job) == [
        {"name": "Ada", "email": "", "city": ""},
        {"name": "Grace", "email": "grace@acme.example", "city": "Rome"},
    ]
    assert not file.closed


def test_a_column_of_addresses_is_a_list_of_leads():
    assert upload(["email"], ["ada@acme.example"]).mapping == {"email": "email"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"name,email\n", "no rows"),
        (b",,\nAda,ada@acme.example,x\n", "The first row is empty."),
        (b"Ada,ada@acme.example\nGrace,grace@acme.example\n", "The first row looks like data."),
        (b"what\nAda\n", 'one column, "what"'),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"PK\x03\x04 no archive", "The workbook cannot be opened."),
        (b'name,email\nAda,a\nZoe,"never\nclosed\n', "Row 2 of the data has a misplaced quote."),
        (b'name,"email"b\nAda,a\n', "The row of column names has a misplaced quote."),
        (",".join(f"c{n}" for n in range(301)).encode() + b"\n1\n", "The file has 301 columns"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_kept(content, said):
    with pytest.raises(Invalid) as error:
        upload_import(file=io.BytesIO(content), file_name="leads.csv")
    assert said in error.value.fields["file"][0]
    assert (Import.objects.count(), ImportRow.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (b"a\0@x.example", "The row has bytes that are not text."),
        (b"x" * 200_000, "A cell of the row is too long."),
        (b'"a"b', "The row has a misplaced quote."),
    ],
)
def test_an_unreadable_cell_refuses_its_row_alone(cell, reason):
    file = io.BytesIO(b"name,email\nAda,ada@acme.example\nZoe," + cell + b"\nKay,kay@acme.example\n")
    job = upload_import(file=file, file_name="leads.csv")
    verdicts = preview(job)
    assert [verdict for verdict, _ in verdicts] == ["create", "error", "create"]
    assert verdicts[1][1].startswith(reason)


def test_columns_are_guessed_by_their_names():
    headers = [
        "FIRST_NAME",
        "Surname",
        "Work E-mail",
        "Job Title",
        "Account",
        "Number of Employees",
        "State",
        "City",
    ]
    assert upload(headers, ["x"] * 8).mapping == {
        "FIRST_NAME": "first_name",
        "Surname": "last_name",
        "Work E-mail": "email",
        "Job Title": "title",
        "Account": "company",
        "Number of Employees": "employees",
        "State": "region",
        "City": "custom:City",
    }


def test_examples_are_the_first_filled_cells_of_each_column():
    job = upload(
        ["name", "city"], ["Ada", ""], ["Ada", "Rome"], ["Grace", "Oslo"], ["Alan", "Bern"], ["Kay", ""]
    )
    assert examples(job) == {"name": ["Ada", "Grace", "Alan"], "city": ["Rome", "Oslo", "Bern"]}


def test_uploading_takes_the_same_queries_for_any_number_of_rows(queries):
    for rows in (1, 500):
        with queries(6):  # one is for the custom fields
            upload_import(file=csv_file(HEADERS, *[["Ada", ""]] * rows), file_name="leads.csv")
