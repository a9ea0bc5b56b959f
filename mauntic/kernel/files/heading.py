"""The row of column names, wherever it stands, and the lines of a report that are no data."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from mauntic.kernel.files.csv_rows import LOOKED_AT, BrokenRow
from mauntic.kernel.files.csv_text import without_mark
from mauntic.kernel.files.errors import UnreadableError
from mauntic.kernel.files.limits import MAX_COLUMNS

EMPTY = "The file is empty. It needs a row of column names and at least one row of data."
LONGEST_NAME = 200
PROBLEM = "Import problem"
"""The last column of files of failed rows: an import leaves it out when they come back."""
# Of the cells of the fullest row, so many are named at least. Below a title stand filters, of two cells each.
_NAMED_SHARE, _NAMED_BELOW_TITLE = 0.5, 0.75
_FOOTER = re.compile(
    r"(?:copyright|©|\(c\) ?\d{4}|confidential(?: information)?\b|all rights reserved"
    r"|(?:report |file |list )?(?:generated|exported|created|printed) (?:by|on|at|from|with)\b"
    r"|page \d{1,6}(?: of| ?/)|end of (?:report|file)|\d{1,9} (?:records?|rows?|results?)\b"
    r"|(?:erstellt|generiert|exportiert) (?:von|am)|(?:généré|exporté|créé) (?:par|le)"
    r"|(?:generado|exportado|creado) (?:por|el))",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?)?totals?|total (?:general|général|records|count)|sum|count|average|avg"
    r"|summe|gesamt(?:summe)?|zwischensumme|anzahl|somme|nombre|suma",
    re.IGNORECASE,
)
_COUNTED = re.compile(r" {0,3}(?:\(.{0,40}\)|:.{0,40})\Z")
_NUMBER = re.compile(r"[\d.,'%()\s€$£¥+-]{1,60}(?:[A-Z]{3})?")
Row = list[str] | BrokenRow


def split_heading(rows: Iterator[Row]) -> tuple[Sequence[str], Iterator[Row], int]:
    """Return the row of column names, the rows below it, and the number of rows above it.

    Raises: `UnreadableError` when there is no row, or more columns than are read.
    """
    looked_at = list(islice(rows, LOOKED_AT))
    if not looked_at or not isinstance(looked_at[0], list):
        raise UnreadableError(EMPTY)
    above = _place(looked_at)
    heading = looked_at[above]
    cells = heading if isinstance(heading, list) else []
    last = max((position for position, cell in enumerate(cells, 1) if cell.strip()), default=0)
    if not last:
        raise UnreadableError("The first row is empty. It must hold the names of the columns.")
    if last > MAX_COLUMNS:
        raise UnreadableError(f"The file has {last:,} columns; at most {MAX_COLUMNS} are read. Delete some.")
    names = [" ".join(without_mark(cell).split())[:LONGEST_NAME] for cell in cells[:last]]
    if _looks_like_data(names):
        raise UnreadableError("The first row looks like data. Put the names of the columns above it.")
    if any("\0" in name for name in names):
        raise UnreadableError(
            "The row of column names holds bytes that are no text. Save the file as CSV again."
        )
    return names, chain(looked_at[above + 1 :], rows), above


def left_out_note(columns: Sequence[str]) -> str:
    """Tell which columns of our own export an import leaves out; nothing for none."""
    return f"Left out, since Mauntic works them out itself: {', '.join(columns)}." if columns else ""


def is_report_line(cells: Iterable[str]) -> bool:
    """Tell whether a row of data is a line of a report: a copyright, who made it, or a total.

    Such a line fills one cell; a total has numbers beside its word. Nothing that names an address is one.
    """
    filled = [cell for cell in map(str.strip, cells) if cell]
    if not filled:
        return False
    first, *rest = filled
    # Nearly all rows end here: a footer is alone in its row, and a total is told by its word.
    if rest and not _TOTAL.match(first):
        return False
    if any("@" in cell for cell in filled):
        return False
    if not rest and _FOOTER.match(first):
        return True
    if not _TOTAL.fullmatch(_COUNTED.sub("", first)):
        return False
    return all(_NUMBER.fullmatch(cell) for cell in rest)


def _place(rows: Sequence[Row]) -> int:
    """The first row that names most of the columns of the fullest one; the first of all in doubt."""
    filled = [sum(map(bool, map(str.strip, row))) if isinstance(row, list) else 0 for row in rows]
    has_title = next(filter(None, filled), 0) == 1
    needed = max(2, max(filled) * (_NAMED_BELOW_TITLE if has_title else _NAMED_SHARE))
    for place, (row, count) in enumerate(zip(rows[:-1], filled, strict=False)):
        if count >= needed and isinstance(row, list):
            return 0 if _looks_like_data(row) else place
    return 0


def _looks_like_data(cells: Iterable[str]) -> bool:
    return any("@" in cell and "." in cell for cell in cells)
