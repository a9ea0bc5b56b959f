"""What a workbook unpacks to, and the cells whose formulas failed."""

import io
import zipfile

import pytest

from mauntic.kernel.files import archives
from mauntic.kernel.files.archives import sheet_part, survey, unpacked_size
from mauntic.kernel.files.errors import UnreadableError
from tests.kernel.files import books

SHEET = "xl/worksheets/sheet1.xml"
MB = 1024 * 1024


def archive(*, method: int = zipfile.ZIP_DEFLATED, **members: str) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    file.seek(0)
    return file


def refusal(call, *arguments) -> str:
    with pytest.raises(UnreadableError) as refused:
        call(*arguments)
    return str(refused.value)


def error(place: str, kind: str = "<v>#REF!</v>", *, style: str = "", formula: str = "") -> str:
    return f'<c r="{place}"{style} t="e">{formula}{kind}</c>'


def errors_of(*cells: str) -> dict[int, dict[int, str]]:
    return survey(books.workbook(sheet=f'<row r="2">{"".join(cells)}</row>')).get(SHEET, {})


def test_the_size_is_that_of_all_members_together():
    assert unpacked_size(archive(a="x" * 1_000, b="y" * 500)) == 1_500
    assert unpacked_size(archive()) == 0


def test_what_packs_well_is_refused_from_16_megabytes_on():
    small, large = archive(a=" " * 16 * MB), archive(a=" " * (16 * MB + 1))

    assert unpacked_size(small) == 16 * MB
    assert refusal(unpacked_size, large) == (
        "The workbook has 16 MB when unpacked, which is too much. Save it as CSV."
    )
    assert unpacked_size(archive(method=zipfile.ZIP_STORED, a=" " * (16 * MB + 1))) == 16 * MB + 1


def test_a_workbook_has_at_most_a_thousand_members_and_400_megabytes(monkeypatch):
    many = {f"m{number}": "" for number in range(1_001)}
    assert "too much" in refusal(unpacked_size, archive(**many))
    many.popitem()
    assert unpacked_size(archive(**many)) == 0

    monkeypatch.setattr(archives, "MAX_UNPACKED", 1_500)
    assert unpacked_size(archive(a="x" * 1_000, b="y" * 500)) == 1_500
    assert "has 0 MB when unpacked" in refusal(unpacked_size, archive(a="x" * 1_000, b="y" * 501))


def test_what_is_no_archive_or_has_a_password_is_refused():
    broken = "The workbook cannot be opened. Save it again, or save it as CSV."
    assert refusal(unpacked_size, io.BytesIO(b"PK\x03\x04 and no more")) == broken

    locked = bytearray(archive(a="x").getvalue())
    locked[locked.index(b"PK\x01\x02") + 8] |= 0x1
    assert refusal(unpacked_size, io.BytesIO(bytes(locked))) == (
        "The workbook is protected by a password. Save it without a password."
    )


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (error("A2"), {1: {0: "#REF!"}}),
        (error("B2", "<v>#N/A</v>"), {1: {1: "#N/A"}}),
        (error("AA3", "<v>#NAME?</v>"), {2: {26: "#NAME?"}}),
        (error("AZ10", "<v>#DIV/0!</v>"), {9: {51: "#DIV/0!"}}),
        (error("BA10", "<v>#NUM!</v>"), {9: {52: "#NUM!"}}),
        (error("A2", style=' s="12"'), {1: {0: "#REF!"}}),
        (error("A2", formula="<f>B1+1</f>"), {1: {0: "#REF!"}}),
        (error("A2", formula='<f t="shared" si="0"/>'), {1: {0: "#REF!"}}),
        # Behind a long formula the kind is not looked for.
        (error("A2", formula=f"<f>{'x' * 100}</f>"), {1: {0: "#ERROR!"}}),
        (books.inline("A2", "#REF!"), {}),
        ('<c r="A2" s="1"/>', {}),
    ],
)
def test_a_failed_formula_is_found_with_its_kind(cell, found):
    assert errors_of(cell) == found


def test_errors_of_a_sheet_are_told_by_row_and_column():
    assert errors_of(error("A2"), error("C2", "<v>#N/A</v>"), error("A5", "<v>#NULL!</v>")) == {
        1: {0: "#REF!", 2: "#N/A"},
        4: {0: "#NULL!"},
    }


@pytest.mark.parametrize("before", [*range(MB - 700, MB - 100, 37), MB - 5, MB])
def test_an_error_at_the_seam_of_two_chunks_is_found(before):
    head = f"<!--{' ' * before}-->"
    found = survey(books.workbook(head=head, sheet=f'<row r="2">{error("B2", "<v>#N/A</v>")}</row>'))

    assert found[SHEET] == {1: {1: "#N/A"}}


def test_other_parts_than_sheets_hold_no_cells():
    cells = f'<sst xmlns="{books.MAIN}"><si><t>name</t></si><si><t>email</t></si><x r="XFD1048576"></x></sst>'

    assert survey(books.workbook(strings=cells)) == {}


def test_a_sheet_has_at_most_20_million_cells(monkeypatch):
    monkeypatch.setattr(archives, "MAX_CELLS", 12)
    assert survey(books.workbook(sheet='<row r="4"><c r="C4"><v>1</v></c></row>')) == {}
    assert refusal(survey, books.workbook(sheet='<row r="7"><c r="A7"><v>1</v></c></row>')) == (
        "The sheet has 7 rows and 2 columns, which is too much. "
        "Delete the empty rows and columns at its end, or save it as CSV."
    )


def test_the_texts_of_a_workbook_are_counted(monkeypatch):
    def with_texts(count: int) -> io.BytesIO:
        texts = "".join(f"<si><t>{number}</t></si>" for number in range(count))
        return books.workbook(strings=f'<sst xmlns="{books.MAIN}">{texts}</sst>')

    monkeypatch.setattr(archives, "MAX_SHARED_STRINGS", 3)
    assert survey(with_texts(3)) == {}
    assert refusal(survey, with_texts(4)) == (
        "The workbook has more than 3 different texts. Split it into several files."
    )


@pytest.mark.parametrize("declaration", ["<!DOCTYPE worksheet>", '<!ENTITY a "b">'])
def test_declarations_of_entities_are_refused(declaration):
    assert refusal(survey, books.workbook(head=declaration)) == (
        "The workbook declares XML entities, which no spreadsheet program does. "
        "Save it again, or save it as CSV."
    )


def test_the_part_of_a_sheet_is_found_by_its_name():
    assert sheet_part(books.workbook(), "Leads") == SHEET
    assert sheet_part(books.workbook(), "Other") == ""


@pytest.mark.parametrize("target", ["/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"])
def test_a_target_may_be_told_from_the_root(target):
    relations = books.PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
    file = archive(
        **{"xl/workbook.xml": books.PARTS["xl/workbook.xml"], "xl/_rels/workbook.xml.rels": relations}
    )

    assert sheet_part(file, "Leads") == SHEET
