"""Rows of XLSX workbooks."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from mauntic.kernel.files.archives import BROKEN, PASSWORD, sheet_part, survey
from mauntic.kernel.files.errors import NOT_A_TABLE, UnknownSheetError, UnreadableError, gettext_noop
from mauntic.kernel.files.limits import LONGEST_SHEET

_ACTIVE = re.compile(rb'\bactiveTab="([0-9]{1,4})"')


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The rows with a filled cell of one sheet, its name, and the names of all sheets that can be read."""

    rows: Iterator[list[str]]
    sheets: list[str]
    sheet: str


def open_sheet(stream: BinaryIO, sheet: str = "") -> OpenSheet:
    """Open a sheet of a workbook. Its rows are read while they are iterated over.

    Args: `sheet` is the name of a visible sheet of cells. Without it, the sheet that was open when the
    workbook was saved is read, and the first sheet with a cell if that one is empty or hidden.
    Raises: `UnreadableError`, also while the rows are iterated over; `UnknownSheetError`. A workbook that
    needs more memory than allowed kills the process: see `child`.
    """
    faults = survey(stream)
    with _refusals():
        stream.seek(0)
        active = _active_tab(stream)
        stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
        indexes = _sheets(book)
        opened = _named(book, indexes, sheet) if sheet else _default(book, indexes, active)
        errors = faults.get(sheet_part(stream, opened.name), {}) if faults else {}
    return OpenSheet(_rows(opened, errors), list(indexes), opened.name)


def _rows(sheet: CalamineSheet, errors: Mapping[int, Mapping[int, str]]) -> Iterator[list[str]]:
    with _refusals():
        # The library returns all rows from the first one, but cells from the first column that is filled.
        _, left = sheet.start or (0, 0)
        for number, row in enumerate(sheet.iter_rows()):
            cells = [_text(value) for value in row]
            # The library returns cells with errors as empty, which would hide that a value is missing.
            for column, error in errors.get(number, {}).items():
                if left <= column < left + len(cells):
                    cells[column - left] = cells[column - left] or error
            if any(cells):
                yield cells


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn the errors of the library into sentences."""
    try:
        yield
    except UnreadableError:
        raise
    except PasswordError as error:
        raise UnreadableError(PASSWORD) from error
    # ParseError is not a ValueError; LookupError is a missing part or an unknown encoding.
    except (CalamineError, ParseError, LookupError, OSError, ValueError) as error:
        raise UnreadableError(BROKEN) from error


def _active_tab(stream: BinaryIO) -> int:
    """Return the index of the open sheet.

    Raises: `UnreadableError` if the archive is of another program, such as a text document.
    """
    with zipfile.ZipFile(stream) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise UnreadableError(NOT_A_TABLE)
        found = _ACTIVE.search(archive.read("xl/workbook.xml"))
    return int(found[1]) if found else 0


def _sheets(book: CalamineWorkbook) -> dict[str, int]:
    """Return the indexes of the visible sheets of cells by name, in the order of the workbook."""
    sheets = {
        sheet.name: index
        for index, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet
        and sheet.visible == SheetVisibleEnum.Visible
        and len(sheet.name) <= LONGEST_SHEET
    }
    if not sheets:
        raise UnreadableError(gettext_noop("The workbook has no visible sheet of cells. Save it as CSV."))
    return sheets


def _named(book: CalamineWorkbook, sheets: Mapping[str, int], name: str) -> CalamineSheet:
    if name not in sheets:
        raise UnknownSheetError(
            gettext_noop('The workbook has no sheet "{sheet}". Choose one of: {sheets}.'),
            sheet=name[:LONGEST_SHEET],
            sheets=", ".join(sheets),
        )
    return book.get_sheet_by_index(sheets[name])


def _default(book: CalamineWorkbook, sheets: Mapping[str, int], active: int) -> CalamineSheet:
    indexes = sorted(sheets.values(), key=lambda index: (index != active, index))
    for index in indexes:
        sheet = book.get_sheet_by_index(index)
        if sheet.start is not None:
            return sheet
    return book.get_sheet_by_index(indexes[0])


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
