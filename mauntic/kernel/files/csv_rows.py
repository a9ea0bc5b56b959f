"""Rows of CSV files of any delimiter and encoding."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from mauntic.kernel.files.errors import UnreadableError
from mauntic.kernel.files.limits import MAX_ROW

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 64 * 1024
ENCODINGS = (("utf-8-sig", ""), ("cp1252", "Windows-1252"), ("latin-1", "Latin-1"))
# Rows that tell the delimiter, and where the column names may stand.
LOOKED_AT = 20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Excel's own first line, which it does not show.
_TOLD = re.compile(r'"?sep=([,;\t|])"?[,;\t|]{0,300}\r?(?:\n|\Z)', re.IGNORECASE)
_BOM = "\ufeff"
NO_TEXT = "The file's encoding is unknown. Save it as CSV in UTF-8."


def read_csv(stream: BinaryIO, start: bytes) -> tuple[Iterator["list[str] | BrokenRow"], str]:
    """Return the rows that have a cell, and a note on what had to be assumed; `start` is how the file begins.

    Rows are read while they are iterated over. The stream stays open.
    """
    encoding, note = ("utf-16", "") if start.startswith(UTF_16) else _encoding(stream)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        sample = text.read(SAMPLE)
        text.seek(0)
        if told := _TOLD.match(sample):
            text.readline()
    except UnicodeError as error:
        raise UnreadableError(NO_TEXT) from error
    return _rows(text, told[1] if told else _delimiter(sample)), note


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
    raise UnreadableError(NO_TEXT)


def _delimiter(sample: str) -> str:
    """Return the one that cuts most of the first rows into the same number of cells; a comma when none does.

    Not the first row alone: a title above the column names has few cells, whatever the delimiter is.
    """
    return max(DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the same number of cells, more than one, and what that number is."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):
        widths.update(len(row) for row in islice(rows, LOOKED_AT) if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be read, although it is known where the next one begins."""

    reason: str


class _RowTooLongError(Exception):
    """A row has more characters than are read."""


class _Lines:
    """The lines of a text, until a row of them is too long.

    A line is cut off at the limit, so that one of 100 MB is never held; a row of many lines, inside quotes,
    is counted as a whole.
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
        # Files that were joined, or saved twice, have a mark of byte order within.
        return line.removeprefix(_BOM)


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str] | BrokenRow]:
    """Yield the rows, with errors of the reader in words. `text` is held, or it would close the file.

    An error within one line breaks this row alone. After a quote that goes on over lines, nobody knows where
    the next row begins: the file is refused.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while not text.closed:
        lines.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            # Given back: the caller's file stays open.
            text.detach()
            return
        except _RowTooLongError:
            cause = f"it has more than {MAX_ROW:,} characters. Is a quote or a line break missing?"
            raise UnreadableError(f"{_place(number)} cannot be read: {cause}") from None
        except csv.Error as error:
            if not number or lines.count != 1:
                raise UnreadableError(f"{_place(number)} cannot be read: {_cause(str(error))}") from error
            yield BrokenRow(f"The row cannot be read: {_cause(str(error))}")
            number += 1
            continue
        except UnicodeError as error:
            raise UnreadableError(
                f"{_place(number)} holds bytes that are no text. Save the file as CSV again."
            ) from error
        if row:
            yield row
            number += 1


def _place(number: int) -> str:
    return f"Row {number} of the data" if number else "The row of column names"


def _cause(said: str) -> str:
    if "field limit" in said:
        return f"a cell has more than {csv.field_size_limit():,} characters. Is a quote missing at its end?"
    return "a quote is out of place. Quotes inside a cell are written twice."
