"""The table in a file: column names, then rows of text."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from mauntic.kernel.files.csv_rows import SAMPLE, UTF_16, BrokenRow, read_csv
from mauntic.kernel.files.csv_text import without_mark
from mauntic.kernel.files.errors import UnreadableError
from mauntic.kernel.files.heading import EMPTY, split_heading
from mauntic.kernel.files.limits import MAX_BYTES, MAX_ROWS, MB

EXTRA_CELLS = "(cells beyond the last column)"
UNREADABLE = "(why the row cannot be read)"
# Of the first bytes; pictures and documents have far more NULs, a spoiled list a few.
_BINARY_SHARE = 0.1
_SHOWN = 60
_NO_TEXT = "The row holds bytes that are no text."
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """Headers, then rows as column -> text. `note` says what had to be assumed; reading can raise.

    A row with cells beyond the last column has them at `EXTRA_CELLS`; a row that cannot be read has the
    reason at `UNREADABLE`, and what is readable of it.
    """

    headers: list[str]
    rows: Iterable[dict[str, str]]
    note: str = ""


def problem_of_row(row: Mapping[str, str]) -> str:
    """Return why a row cannot be taken, as a sentence; nothing for most.

    A cell too many shifts all after it. It is told, since a file of failed rows has no column for it.
    """
    if UNREADABLE not in row and (extra := row.get(EXTRA_CELLS)):
        return f"The row has more cells than the file has columns: “{extra[:_SHOWN]}” is left over."
    return row.get(UNREADABLE, "")


def read_table(stream: BinaryIO) -> Table:
    """Return the table in a seekable binary file.

    Rows are read while they are iterated over. Rows without any cell are left out.

    Raises: `UnreadableError` when there is no table; while iterating, with the number of a row that cannot
    be read.
    """
    start = file_start(stream)
    stream.seek(0)
    if start.startswith(ZIP):
        # Only where a workbook is read: the library weighs 5 MB, and the web server never parses one.
        from mauntic.kernel.files.workbooks import workbook_rows  # noqa: PLC0415

        rows: Iterator[list[str] | BrokenRow] = workbook_rows(stream)
        note = ""
    else:
        rows, note = read_csv(stream, start)
    names, rows, above = split_heading(rows)
    headers, positions, doubles = _headers(names)
    skipped = f"Left out above the column names: {above} {'row' if above == 1 else 'rows'}." if above else ""
    notes = " ".join(filter(None, (note, skipped, doubles)))
    return Table(headers, _named(headers, positions, len(names), rows), notes)


def file_start(stream: BinaryIO) -> bytes:
    """Return how the file begins.

    Raises: `UnreadableError` for a file that is empty, too large, or of another kind.
    """
    stream.seek(0)
    start = stream.read(SAMPLE)
    if not start.strip():
        raise UnreadableError(EMPTY)
    if stream.seek(0, io.SEEK_END) > MAX_BYTES:
        raise UnreadableError(f"The file is larger than {MAX_BYTES // MB} MB. Split it into several.")
    if start.startswith(OLD_OFFICE):
        raise UnreadableError(
            "This is an old Excel file, or one with a password. Save it as .xlsx or .csv without one."
        )
    if _is_binary(start):
        raise UnreadableError("This is not a table of text. Upload a .csv or .xlsx file.")
    return start


def _is_binary(start: bytes) -> bool:
    """Tell whether bytes are no text: NUL is all over them, and not only in a cell that somebody spoiled."""
    return start.count(b"\0") > len(start) * _BINARY_SHARE and not start.startswith((ZIP, *UTF_16))


def _headers(names: Sequence[str]) -> tuple[list[str], list[int], str]:
    """Names and positions of the columns to read, and a note on those that are left out.

    A name that is there twice cannot tell its columns apart: the first of them counts.
    """
    firsts: dict[str, int] = {}
    doubles: list[str] = []
    headers: list[str] = []
    for position, given in enumerate(names):
        name = given or f"Column {position + 1}"
        first = firsts.setdefault(name.casefold(), position)
        if first == position:
            headers.append(name)
        else:
            doubles.append(
                f"The column “{name}” is there twice (columns {first + 1} and {position + 1}); "
                "the second is left out."
            )
    return headers, sorted(firsts.values()), " ".join(doubles)


def _named(
    headers: Sequence[str], positions: Sequence[int], width: int, rows: Iterator[list[str] | BrokenRow]
) -> Iterator[dict[str, str]]:
    """Yield the rows by column; `positions` are the headers' among the `width` columns of the file."""
    is_all = len(positions) == width
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise UnreadableError(f"The file has more than {MAX_ROWS:,} rows. Split it into several.")
        if isinstance(cells, BrokenRow):
            yield dict.fromkeys(headers, "") | {UNREADABLE: cells.reason}
            continue
        notes = {}
        if any("\0" in cell for cell in cells):
            notes[UNREADABLE] = _NO_TEXT
            cells = [cell.replace("\0", "\ufffd") for cell in cells]  # noqa: PLW2901 (the same row, storable)
        if extra := "".join(cells[width:]).strip():
            notes[EXTRA_CELLS] = extra
        filled = list(map(without_mark, chain(cells[:width], [""] * (width - len(cells)))))
        kept = filled if is_all else [filled[position] for position in positions]
        named = dict(zip(headers, kept, strict=True))
        yield named | notes if notes else named
