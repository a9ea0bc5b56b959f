"""Reading tables out of files as people have them: CSV of any delimiter and encoding, and XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 200 * 1024 * 1024
MAX_COLUMNS = 300
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024
EXTRA_CELLS = "(cells beyond the last column)"
ENCODINGS = (("utf-8-sig", ""), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1"))
EMPTY = "The file is empty. It needs a row of column names and at least one row of data."
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class UnreadableError(ValueError):
    """The file is no table that can be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headers, then rows as column -> text. `note` says what had to be assumed; reading can raise."""

    headers: list[str]
    rows: Iterable[dict[str, str]]
    note: str = ""


def read_table(stream: BinaryIO) -> Table:
    """The table in a seekable binary file; `UnreadableError` when there is none.

    Rows are read while they are iterated over, and an unreadable one raises then, named by its number.
    Rows without any cell are left out.
    """
    start = stream.read(SAMPLE)
    _refuse_other_kinds(stream, start)
    stream.seek(0)
    if start.startswith(ZIP):
        rows, note = _xlsx_rows(stream), ""
    else:
        rows, note = _csv_rows(stream, start)
    first = next(rows, None)
    if first is None:
        raise UnreadableError(EMPTY)
    headers = _headers(first)
    return Table(headers, _named(headers, rows), note)


def _refuse_other_kinds(stream: BinaryIO, start: bytes) -> None:
    if not start.strip():
        raise UnreadableError(EMPTY)
    if stream.seek(0, io.SEEK_END) > MAX_BYTES:
        raise UnreadableError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it into several.")
    if start.startswith(OLD_OFFICE):
        raise UnreadableError("This is an old Excel file. Save it as .xlsx or .csv and upload that.")
    if b"\0" in start and not start.startswith((ZIP, *UTF_16)):
        raise UnreadableError("This is not a table of text. Upload a .csv or .xlsx file.")


def _csv_rows(stream: BinaryIO, start: bytes) -> tuple[Iterator[list[str]], str]:
    encoding, note = ("utf-16", "") if start.startswith(UTF_16) else _encoding(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    sample = text.read(SAMPLE)
    text.seek(0)
    reader = csv.reader(text, delimiter=_delimiter(sample), strict=True)
    return _readable(reader, text), note


def _encoding(stream: BinaryIO) -> tuple[str, str]:
    for encoding, name in ENCODINGS:
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        try:
            while text.read(SAMPLE):
                pass
        except UnicodeDecodeError:
            continue
        finally:
            text.detach()
            stream.seek(0)
        return (
            encoding,
            f"The file is not in UTF-8; it was read as {name}: check accents." if name else "",
        )
    raise UnreadableError("The file's encoding is unknown. Save it as CSV in UTF-8.")


def _delimiter(sample: str) -> str:
    """The one that cuts the first row into most cells; a comma when none does."""
    return max(DELIMITERS, key=lambda delimiter: len(_first_row(sample, delimiter)))


def _first_row(sample: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _readable(reader: Iterator[list[str]], text: io.TextIOWrapper) -> Iterator[list[str]]:
    """The rows, with errors of the reader in words. `text` is held, or it would close the file."""
    number = 0
    while not text.closed:
        try:
            row = next(reader)
        except StopIteration:
            # Given back: the caller's file stays open.
            text.detach()
            return
        except csv.Error as error:
            raise UnreadableError(f"{_place(number)} cannot be read: {_cause(str(error))}") from error
        if row:
            if any("\0" in cell for cell in row):
                raise UnreadableError(
                    f"{_place(number)} holds bytes that are no text. Save the file as CSV again."
                )
            yield row
            number += 1


def _place(number: int) -> str:
    return f"Row {number} of the data" if number else "The row of column names"


def _cause(said: str) -> str:
    if "field limit" in said:
        return f"a cell has more than {csv.field_size_limit():,} characters. Is a quote missing at its end?"
    return "a quote is out of place. Quotes inside a cell are written twice."


def _xlsx_rows(stream: BinaryIO) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(member.file_size for member in archive.infolist()) > 4 * MAX_BYTES:
                raise UnreadableError("The workbook is too large when unpacked. Save the sheet as CSV.")
        stream.seek(0)
        sheet = load_workbook(stream, read_only=True, data_only=True).active
        yield from ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True) if any(row))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, AttributeError) as error:
        raise UnreadableError("The workbook cannot be opened. Save it again, or as CSV.") from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _headers(first: list[str]) -> list[str]:
    names = [" ".join(cell.split())[:200] for cell in first]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableError("The first row is empty. It must hold the names of the columns.")
    if any("@" in name and "." in name for name in names):
        raise UnreadableError("The first row looks like data. Put the names of the columns above it.")
    if len(names) > MAX_COLUMNS:
        raise UnreadableError(
            f"The file has {len(names):,} columns; {MAX_COLUMNS} are the most that is read."
        )
    named = [name or f"Column {position}" for position, name in enumerate(names, 1)]
    _refuse_doubles(named)
    return named


def _refuse_doubles(names: list[str]) -> None:
    seen: dict[str, int] = {}
    for position, name in enumerate(names, 1):
        first = seen.setdefault(name.casefold(), position)
        if first != position:
            raise UnreadableError(
                f"The column “{name}” is there twice (columns {first} and {position}). Rename or remove one."
            )


def _named(headers: list[str], rows: Iterator[list[str]]) -> Iterator[dict[str, str]]:
    for cells in rows:
        named = dict(zip(headers, chain(cells, [""] * (len(headers) - len(cells))), strict=False))
        extra = "".join(cells[len(headers) :]).strip()
        yield named | {EXTRA_CELLS: extra} if extra else named
