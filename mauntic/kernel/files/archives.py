"""The archive of XML that a workbook is. Hostile archives are small until they are unpacked."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from mauntic.kernel.files.errors import UnreadableError, gettext_noop
from mauntic.kernel.files.limits import (
    MAX_CELLS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_SHARED_STRINGS,
    MAX_UNPACKED,
    MB,
    RATIO_COUNTS_FROM,
)

BROKEN = gettext_noop("The workbook cannot be opened. Save it again, or save it as CSV.")
PASSWORD = gettext_noop("The workbook is protected by a password. Save it without a password.")
_CHUNK = 1 * MB
# Longer than any tag that is looked for, so that none is missed between two chunks.
_OVERLAP = 512
_ENCRYPTED = 0x1
# The position of a filled cell. Styled empty cells end in "/>" and take no memory.
_CELL = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"(?: [a-z]{1,2}="[^"<>]{0,20}"){0,4}>')
_STRING_END = b"si>"
# A cell whose formula failed, and its error, such as "#REF!". After a long formula the error is not read.
_ERROR = re.compile(
    rb' r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]{1,6}")? t="e"[^<>]{0,20}>'
    rb"(?:<f[^<>]{0,99}>[^<>]{0,99}</f>|<f[^<>]{0,99}/>)?(?:<v>(#[A-Z0-9/!?_]{2,20})</v>)?"
)
_ANY_ERROR = "#ERROR!"
_NAMES = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Errors = dict[int, dict[int, str]]
"""Errors of cells by row and column, both counted from 0."""


def unpacked_size(stream: BinaryIO) -> int:
    """Return the unpacked size in bytes that the archive declares. Unpacks nothing.

    Raises: `UnreadableError` if that is too large, in total or for the size of the archive.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, UnicodeError) as error:
        raise UnreadableError(BROKEN) from error
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableError(PASSWORD)
    total = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > max(RATIO_COUNTS_FROM, MAX_RATIO * member.compress_size) for member in members
    )
    if bomb or total > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise UnreadableError(
            gettext_noop("The workbook has {size} MB when unpacked, which is too much. Save it as CSV."),
            size=total // MB,
        )
    return total


def survey(stream: BinaryIO) -> dict[str, Errors]:
    """Unpack the archive once and check that it is not too large to parse.

    This also finds archives that unpack to more than they declare: reading stops at the declared size, and
    the checksum is wrong.

    Returns: the cells with errors, by the sheet's name in the archive.
    Raises: `UnreadableError`.
    """
    unpacked_size(stream)
    errors: dict[str, Errors] = {}
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist():
                with archive.open(member) as file:
                    found = _survey_part(member.filename, _overlapping(iter(lambda: file.read(_CHUNK), b"")))
                if found:
                    errors[member.filename] = found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(BROKEN) from error
    return errors


def sheet_part(stream: BinaryIO, name: str) -> str:
    """Return the name of a sheet in the archive, as in `survey`; empty if the workbook does not name it.

    Args:
        stream: the archive, already checked by `survey`.
        name: the name of the sheet that people see.
    """
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        # `survey` refuses declarations of entities.
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        parts = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    ids = {sheet.get("name"): sheet.get(f"{_NAMES}id") for sheet in sheets}
    targets = {part.get("Id"): part.get("Target", "") for part in parts}
    target = targets.get(ids.get(name), "").removeprefix("/")
    return target if target.startswith("xl/") or not target else f"xl/{target}"


def _overlapping(chunks: Iterator[bytes]) -> Iterator[bytes]:
    tail = b""
    for chunk in chunks:
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _survey_part(name: str, chunks: Iterator[bytes]) -> Errors:
    errors: Errors = {}
    is_sheet, strings = name.lower().startswith("xl/worksheets/"), 0
    columns: set[bytes] = set()
    last_row = 0
    for chunk in chunks:
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
            raise UnreadableError(
                gettext_noop(
                    "The workbook declares XML entities, which no spreadsheet program does. "
                    "Save it again, or save it as CSV."
                )
            )
        strings += chunk.count(_STRING_END)
        if is_sheet and (cells := _CELL.findall(chunk)):
            columns.update(column for column, _ in cells)
            last_row = max(last_row, *(int(row) for _, row in cells))
            _note_errors(errors, chunk)
    _refuse_too_many(columns, last_row, strings)
    return errors


def _note_errors(errors: Errors, chunk: bytes) -> None:
    if b't="e"' not in chunk:
        return
    for column, row, kind in _ERROR.findall(chunk):
        # A cell where two chunks overlap is found twice, the first time perhaps without its end.
        known = errors.setdefault(int(row) - 1, {})
        known[_number(column) - 1] = kind.decode() or known.get(_number(column) - 1, _ANY_ERROR)


def _refuse_too_many(columns: set[bytes], last_row: int, strings: int) -> None:
    last_column = max(map(_number, columns), default=0)
    if last_column * last_row > MAX_CELLS:
        raise UnreadableError(
            gettext_noop(
                "The sheet has {rows} rows and {columns} columns, which is too much. "
                "Delete the empty rows and columns at its end, or save it as CSV."
            ),
            rows=last_row,
            columns=last_column,
        )
    if strings > 2 * MAX_SHARED_STRINGS:  # a tag that opens, and one that closes
        raise UnreadableError(
            gettext_noop("The workbook has more than {most} different texts. Split it into several files."),
            most=MAX_SHARED_STRINGS,
        )


def _number(column: bytes) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number
