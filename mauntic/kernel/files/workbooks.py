"""Rows of XLSX workbooks."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from mauntic.kernel.files.archives import BROKEN, PASSWORD, sheet_part, survey
from mauntic.kernel.files.errors import NOT_A_TABLE, UnreadableError, gettext_noop

_ACTIVE = re.compile(rb'\bactiveTab="([0-9]{1,4})"')


def workbook_rows(stream: BinaryIO) -> Iterator[list[str]]:
    """Yield the rows with a filled cell of the sheet that was open when the workbook was saved.

    Raises: `UnreadableError`. A workbook that needs more memory than allowed kills the process: see `child`.
    """
    faults = survey(stream)
    try:
        stream.seek(0)
        active = _active_tab(stream)
        stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
        index = _sheet(book, active)
        errors = faults.get(sheet_part(stream, book.sheet_names[index]), {}) if faults else {}
        sheet = book.get_sheet_by_index(index)
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
    except PasswordError as error:
        raise UnreadableError(PASSWORD) from error
    # ParseError is not a ValueError; LookupError is a missing part or an unknown encoding.
    except (CalamineError, ParseError, LookupError, OSError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
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


def _sheet(book: CalamineWorkbook, active: int) -> int:
    """Return the index of the sheet to read: the open sheet, else the first visible sheet of cells."""
    sheets = [
        index
        for index, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not sheets:
        raise UnreadableError(gettext_noop("The workbook has no visible sheet of cells. Save it as CSV."))
    return active if active in sheets else sheets[0]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
