"""The table in a file: column names, then rows of text."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext

from mauntic.kernel.files.csv_rows import (
    NO_TEXT_IN_ROW,
    OTHER_DELIMITER,
    SAMPLE,
    UTF_16,
    BrokenRow,
    has_other_delimiter,
    read_csv,
)
from mauntic.kernel.files.csv_text import without_mark
from mauntic.kernel.files.errors import NOT_A_TABLE, Text, UnknownSheetError, UnreadableError, gettext_noop
from mauntic.kernel.files.heading import EMPTY, split_heading
from mauntic.kernel.files.limits import MAX_BYTES, MAX_ROWS, MB

# Column names never begin with a space, so that no column of a file is taken for these.
EXTRA_CELLS = " (cells beyond the last column)"
UNREADABLE = " (why the row cannot be read)"
# The share of NULs in the first bytes. Pictures and documents have far more, a damaged list has a few.
_BINARY_SHARE = 0.1
# The share of other control characters. Compressed data has about 0.1, and text has none.
_CONTROL_SHARE = 0.05
# Without NUL, the white space of texts, the end of a file of DOS, and the escape of Japanese encodings.
_CONTROLS = bytes({*range(1, 32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
# PDF, PNG, JPEG, GIF, RTF and gzip. Their first bytes can be plain text.
_OTHER_FILES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"{\\rtf", b"\x1f\x8b")
_SHOWN = 60
_SKIPPED = gettext_noop("Rows skipped above the column names: {count}.")
_DOUBLE = gettext_noop(
    'Column "{name}" exists twice (columns {first} and {second}). The second one was skipped.'
)
_EMPTY_SHEET = gettext_noop(
    "The sheet is empty. It needs a row of column names and at least one row of data."
)
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """Headers, rows by column, and a note on what was assumed. Iterating over the rows can raise.

    `EXTRA_CELLS` of a row has the cells beyond the last column. `UNREADABLE` has the reason if the row cannot
    be read; its other cells are what is readable. `sheets` are the names of the sheets that can be read, and
    `sheet` is the one of this table; empty for a file that is not a workbook.
    """

    headers: list[str]
    rows: Iterable[dict[str, str]]
    note: str = ""
    sheets: Sequence[str] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table whose texts are not translated yet: the notes, and the reasons at `UNREADABLE`."""

    headers: list[str]
    rows: Iterable[dict[str, str]]
    notes: list[Text]
    sheets: Sequence[str] = ()
    sheet: str = ""

    def translated(self) -> Table:
        """Return the table with its texts in the language of the reader."""
        note = " ".join(map(str, self.notes))
        return Table(self.headers, map(_with_reason, self.rows), note, self.sheets, self.sheet)


def _with_reason(row: dict[str, str]) -> dict[str, str]:
    return row | {UNREADABLE: translation.gettext(row[UNREADABLE])} if UNREADABLE in row else row


def problem_of_row(row: Mapping[str, str]) -> str:
    """Return why a row cannot be imported; empty if it can.

    An extra cell shifts the cells after it. The text names it, since a file of failed rows has no column for
    it.
    """
    if UNREADABLE not in row and (extra := row.get(EXTRA_CELLS)):
        text = gettext('The row has more cells than the file has columns. Left over: "{cells}".')
        return text.format(cells=extra[:_SHOWN])
    return row.get(UNREADABLE, "")


def read_table(stream: BinaryIO, sheet: str = "") -> RawTable:
    """Return the table in a seekable binary file.

    Rows are read while they are iterated over. Rows without a filled cell are skipped.

    Args: `sheet` is the name of a sheet of a workbook; empty for the sheet that was open when it was saved.
    Raises: `UnreadableError` if there is no table; while iterating, with the number of the unreadable row;
    `UnknownSheetError` if the file does not have this sheet.
    """
    start = file_start(stream)
    stream.seek(0)
    rows: Iterator[list[str] | BrokenRow]
    notes: list[Text] = []
    sheets: list[str] = []
    if start.startswith(ZIP):
        # Imported only for workbooks: the library takes 5 MB, and the web server never parses a workbook.
        from mauntic.kernel.files.workbooks import open_sheet  # noqa: PLC0415

        opened = open_sheet(stream, sheet)
        rows, sheets, sheet = opened.rows, opened.sheets, opened.sheet
    elif sheet:
        raise UnknownSheetError(
            gettext_noop("Only Excel files have sheets. Leave out the sheet, or upload an .xlsx file.")
        )
    else:
        rows, notes = read_csv(stream, start)
    names, rows, above = _heading(rows, of_sheets=len(sheets) > 1)
    headers, positions, doubles = _headers(names)
    skipped = [Text(_SKIPPED, {"count": above})] if above else []
    named = _named(headers, positions, len(names), rows)
    return RawTable(headers, named, [*notes, *skipped, *doubles], sheets, sheet)


def _heading(
    rows: Iterator[list[str] | BrokenRow], *, of_sheets: bool
) -> tuple[Sequence[str], Iterator[list[str] | BrokenRow], int]:
    """Split off the column names as `split_heading`. One empty sheet of several is no empty file."""
    try:
        return split_heading(rows)
    except UnreadableError as error:
        if of_sheets and error.text.text == EMPTY:
            raise UnreadableError(_EMPTY_SHEET) from error
        raise


def file_start(stream: BinaryIO) -> bytes:
    """Return the first bytes of the file.

    Raises: `UnreadableError` if the file is empty, too large, or not a table.
    """
    stream.seek(0)
    start = stream.read(SAMPLE)
    if not start.strip():
        raise UnreadableError(EMPTY)
    if stream.seek(0, io.SEEK_END) > MAX_BYTES:
        raise UnreadableError(
            gettext_noop("The file is larger than {most} MB. Split it into several files."),
            most=MAX_BYTES // MB,
        )
    if start.startswith(OLD_OFFICE):
        raise UnreadableError(
            gettext_noop(
                "This is an old Excel file, or a file with a password. "
                "Save it as .xlsx or .csv without a password."
            )
        )
    if _is_binary(start):
        raise UnreadableError(NOT_A_TABLE)
    return start


def _is_binary(start: bytes) -> bool:
    """Return whether bytes are not text: control characters everywhere, and not only in one damaged cell."""
    if start.startswith((ZIP, *UTF_16)):
        return False
    nuls, controls = start.count(b"\0"), len(start) - len(start.translate(None, _CONTROLS))
    return (
        start.startswith(_OTHER_FILES)
        or nuls > len(start) * _BINARY_SHARE
        or controls > len(start) * _CONTROL_SHARE
    )


def _headers(names: Sequence[str]) -> tuple[list[str], list[int], list[Text]]:
    """Return names and positions of the columns to read, and notes on those that are skipped.

    Of several columns with the same name, the first is read.
    """
    firsts: dict[str, int] = {}
    doubles: list[Text] = []
    headers: list[str] = []
    for position, given in enumerate(names):
        name = given or f"Column {position + 1}"
        first = firsts.setdefault(name.casefold(), position)
        if first == position:
            headers.append(name)
        else:
            doubles.append(
                Text(_DOUBLE, {"name": name, "first": str(first + 1), "second": str(position + 1)})
            )
    return headers, sorted(firsts.values()), doubles


def _named(
    headers: Sequence[str], positions: Sequence[int], width: int, rows: Iterator[list[str] | BrokenRow]
) -> Iterator[dict[str, str]]:
    """Yield the rows by column; `positions` are those of the headers in the `width` columns of the file."""
    is_all = len(positions) == width
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise UnreadableError(
                gettext_noop("The file has more than {most} rows. Split it into several files."),
                most=MAX_ROWS,
            )
        if isinstance(cells, BrokenRow):
            yield dict.fromkeys(headers, "") | {UNREADABLE: cells.reason.text}
            continue
        notes = {}
        if any("\0" in cell for cell in cells):
            notes[UNREADABLE] = NO_TEXT_IN_ROW
            cells = [cell.replace("\0", "\ufffd") for cell in cells]  # noqa: PLW2901 (the same row, storable)
        if has_other_delimiter(cells, width):
            notes[UNREADABLE] = OTHER_DELIMITER
        if extra := "".join(cells[width:]).strip():
            notes[EXTRA_CELLS] = extra
        filled = list(map(without_mark, chain(cells[:width], [""] * (width - len(cells)))))
        chosen = filled if is_all else [filled[position] for position in positions]
        named = dict(zip(headers, chosen, strict=True))
        yield named | notes if notes else named
