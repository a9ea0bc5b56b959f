"""Rows of CSV files of any delimiter and encoding."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from mauntic.kernel.files.errors import Text, UnreadableError, gettext_noop
from mauntic.kernel.files.limits import MAX_ROW

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024
ENCODINGS = (("utf-8-sig", ""), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1"))
# Rows that are read to find the delimiter and the row of column names.
LOOKED_AT = 20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# The first line with the delimiter, which Excel reads and does not show.
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[,;\t|]{0,300}\r?(?:\n|\Z)', re.IGNORECASE)
_BOM = "\ufeff"
UNKNOWN_ENCODING = gettext_noop("The encoding of the file is unknown. Save it as CSV in UTF-8.")
_OTHER_ENCODING = gettext_noop("The file is not in UTF-8. It was read as {encoding}; check accents.")


def read_csv(stream: BinaryIO, start: bytes) -> tuple[Iterator["list[str] | BrokenRow"], list[Text]]:
    """Return the rows with a cell, and notes on what was assumed.

    Rows are read while they are iterated over. The stream stays open.

    Args: `start` is the first bytes of the file.
    """
    encoding, name = ("utf-16", "") if start.startswith(UTF_16) else _encoding(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        sample = text.read(SAMPLE)
        text.seek(0)
        if separator := _SEPARATOR.match(sample):
            text.readline()
    except UnicodeError as error:
        raise UnreadableError(UNKNOWN_ENCODING) from error
    notes = [Text(_OTHER_ENCODING, {"encoding": name})] if name else []
    return _rows(text, separator[1] if separator else _delimiter(sample)), notes


def _encoding(stream: BinaryIO) -> tuple[str, str]:
    """Return the encoding, and its name for people if it is not UTF-8."""
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
        return encoding, name
    raise UnreadableError(UNKNOWN_ENCODING)


def _delimiter(sample: str) -> str:
    """Return the delimiter that splits most of the first rows into the same number of cells, else a comma.

    The first row does not decide alone: a title above the column names has few cells with every delimiter.
    """
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first rows have the same number of cells (two or more), and that number."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):
        widths.update(len(row) for row in islice(rows, LOOKED_AT) if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def has_other_delimiter(cells: Sequence[str], width: int) -> bool:
    """Return whether a row of one cell is a row of `width` cells with another delimiter.

    A blank after the character makes it a part of a text: "Lovelace, Ada".
    """
    if width == 1 or not cells or any(cell.strip() for cell in cells[1:]):
        return False
    text = cells[0]
    return any(f"{delimiter} " not in text and text.count(delimiter) == width - 1 for delimiter in DELIMITERS)


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be read. The start of the next row is known."""

    reason: Text


@dataclass(frozen=True, slots=True)
class _Problem:
    """The texts of a problem: of a row, of a row with its number, and of the row of column names."""

    row: str
    numbered: str
    heading: str


_TOO_LONG = _Problem(
    gettext_noop("The row is too long. Is a quote or a line break missing?"),
    gettext_noop("Row {row} of the data is too long. Is a quote or a line break missing?"),
    gettext_noop("The row of column names is too long. Is a quote or a line break missing?"),
)
_CELL_TOO_LONG = _Problem(
    gettext_noop("A cell of the row is too long. Is a quote missing at its end?"),
    gettext_noop("Row {row} of the data has a cell that is too long. Is a quote missing at its end?"),
    gettext_noop("The row of column names has a cell that is too long. Is a quote missing at its end?"),
)
_MISPLACED_QUOTE = _Problem(
    gettext_noop("The row has a misplaced quote. Write quotes inside a cell twice."),
    gettext_noop("Row {row} of the data has a misplaced quote. Write quotes inside a cell twice."),
    gettext_noop("The row of column names has a misplaced quote. Write quotes inside a cell twice."),
)
_NO_TEXT = _Problem(
    gettext_noop("The row has bytes that are not text."),
    gettext_noop("Row {row} of the data has bytes that are not text. Save the file as CSV again."),
    gettext_noop("The row of column names has bytes that are not text. Save the file as CSV again."),
)
NO_TEXT_IN_ROW, NO_TEXT_IN_HEADING = _NO_TEXT.row, _NO_TEXT.heading
OTHER_DELIMITER = gettext_noop(
    "The row separates its cells by another character than the file. Separate all rows in the same way."
)


class _RowTooLongError(Exception):
    """A row has too many characters."""


class _Lines:
    """The lines of a text, until a row is too long.

    A line is cut at the limit, so that a line of 100 MB never fills the memory. A quoted row of several lines
    counts as a whole.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.taken = 0
        self.count = 0

    def begin_row(self) -> None:
        self.taken = self.count = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW - self.taken + 1)
        if not line:
            raise StopIteration
        self.taken += len(line)
        self.count += 1
        if self.taken > MAX_ROW:
            raise _RowTooLongError
        # Files that were joined or saved twice have byte order marks inside.
        return line.removeprefix(_BOM)


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str] | BrokenRow]:
    """Yield the rows. Keeps a reference to `text`, which would otherwise close the file.

    An error within one line affects only this row. After a quote that spans lines, the start of the next row
    is unknown, and the file is refused.

    Raises: `UnreadableError`.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while not text.closed:
        lines.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            # Detached, so that the file of the caller stays open.
            text.detach()
            return
        except _RowTooLongError:
            raise _unreadable(_TOO_LONG, number) from None
        except csv.Error as error:
            kind = _CELL_TOO_LONG if "field limit" in str(error) else _MISPLACED_QUOTE
            if not number or lines.count != 1:
                raise _unreadable(kind, number) from error
            yield BrokenRow(Text(kind.row))
            number += 1
            continue
        except UnicodeError as error:
            raise _unreadable(_NO_TEXT, number) from error
        if row:
            yield row
            number += 1


def _unreadable(kind: _Problem, number: int) -> UnreadableError:
    """Return the error of a row of data, or of the row of column names (`number` 0)."""
    if not number:
        return UnreadableError(kind.heading)
    return UnreadableError(kind.numbered, row=number)
