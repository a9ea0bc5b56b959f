"""Files that once came out wrong, from the upload to the contacts."""

import pytest

from mauntic.crm.imports.services import upload
from mauntic.crm.models import Contact
from tests.crm.files import remarks, write
from tests.support.shared import SHARED

CASES = SHARED / "cases"
pytestmark = [
    pytest.mark.usefixtures("acme"),
    pytest.mark.skipif(not CASES.exists(), reason="The files are not beside this checkout."),
]


def brought(name: str) -> tuple[str, list[tuple[str, str]]]:
    """Import a file with its guessed columns; the note on the file, and verdict and reason of each row."""
    with (CASES / name).open("rb") as file:
        job = upload.upload_import(file=file, file_name=name)
    verdicts = remarks(job)
    write(job)
    return job.note, verdicts


def people(*fields: str) -> list[tuple[str, ...]]:
    return list(Contact.objects.order_by("pk").values_list(*fields))


NAMED = ("first_name", "last_name", "email", "company__name")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "01_semicolon_cp1252.csv",
            [
                ("Änne", "Öztürk", "aenne@quellhof-bau.de", "Quellhof Bau GmbH"),
                ("José", "Peña", "jose@sierra-nova.es", "Sierra Nova S.L."),
            ],
        ),
        (
            "02_unicode_text_utf16.txt",
            [
                ("Иван", "Петров", "ivan@zvezda-it.ru", "Звезда ИТ"),
                ("李", "小龙", "xl@honghe-tech.cn", "红河科技"),
            ],
        ),
        (
            "04_empty_email_between.csv",
            [
                ("Una", "Alder", "una@alder-row.com", "Alder Row"),
                ("Duo", "Birch", "", "Birch Row"),
                ("Tri", "Cedar", "tri@cedar-row.com", "Cedar Row"),
                ("Qua", "Dogwood", "", "Dogwood Row"),
            ],
        ),
        (
            "05_quoted_linebreaks.csv",
            [
                ("Line", "Break", "line@break-quote.com", "Break, Quote & Sons"),
                ("No", "Mail", "", "Two Lines Ltd"),
            ],
        ),
        ("08_sep_line.csv", [("Sep", "Line", "sep@line-co.com", "Line Co")]),
    ],
)
def test_every_row_of_the_file_is_a_contact(name, found):
    _, verdicts = brought(name)
    assert [verdict for verdict, _ in verdicts] == ["create"] * len(found)
    assert people(*NAMED) == found


def test_a_city_of_a_german_list_is_no_custom_field():
    brought("01_semicolon_cp1252.csv")
    assert people("region", "custom_fields") == [("Köln", {}), ("Málaga", {})]


def test_french_headings_fill_the_fields():
    brought("14_headers_fr.csv")
    assert people(*NAMED) == [("Élodie", "Lefèvre", "elodie@atelier-lune.fr", "Atelier Lune")]
    assert people("phone", "title", "country", "custom_fields") == [
        ("+33142685300", "Directrice commerciale", "FR", {})
    ]


def test_headings_of_a_linkedin_tool_fill_the_fields():
    brought("14_headers_linkedin.csv")
    found = people("linkedin_url", "phone", "direct_phone", "title", "company__employees", "company__country")
    assert found == [
        ("https://www.linkedin.com/in/apo-llo", "+14155550100", "+14155550101", "VP Sales", 120, "US")
    ]
    assert people("company__domain", "custom_fields") == [("llo-export.com", {})]


def test_blank_cells_of_a_later_file_erase_nothing():
    brought("07a_first.csv")
    before = people(*NAMED, "phone", "title")
    assert brought("07b_blank_update.csv")[1] == [("skip", "No changes to Keep Values.")]
    assert people(*NAMED, "phone", "title") == before


def test_a_short_row_counts_and_a_long_one_is_an_error():
    _, verdicts = brought("17_ragged.csv")
    assert verdicts == [
        ("create", ""),
        ("create", ""),
        ("error", 'The row has more cells than the file has columns. Left over: "extra".'),
    ]


def test_the_end_of_a_report_is_no_lead():
    _, verdicts = brought("24_report_footer.csv")
    assert verdicts == [
        ("create", ""),
        ("skip", "The row is empty."),
        *[("skip", "The row is a line of the report, not a lead.")] * 3,
    ]
    assert people(*NAMED) == [("Ola", "Reed", "ola@reed-foot.com", "Reed Foot")]


def test_a_title_above_the_columns_is_left_out():
    note, verdicts = brought("25_title_row.csv")
    assert (note, verdicts) == ("Rows skipped above the column names: 1.", [("create", "")])
    assert people(*NAMED) == [("Tit", "Row", "tit@title-row.com", "Title Row")]


def test_of_a_column_that_is_there_twice_the_first_counts():
    note, _ = brought("26_header_twice.csv")
    assert note == 'Column "Email" exists twice (columns 3 and 4). The second one was skipped.'
    assert people(*NAMED) == [("Two", "Cols", "a@two-cols.com", "Two Cols")]


def test_errors_of_a_workbook_are_told_at_their_row():
    _, verdicts = brought("23_excel_cells.xlsx")
    assert [reason for _, reason in verdicts[3:]] == [
        'Notes not imported: the cell shows the spreadsheet error "#N/A".',
        (
            'Phone not imported: the cell shows the spreadsheet error "#REF!". '
            'Employees not imported: the cell shows the spreadsheet error "#VALUE!". '
            'Revenue not imported: the cell shows the spreadsheet error "#DIV/0!".'
        ),
    ]
