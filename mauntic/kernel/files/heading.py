"""Find the row of column names, and the lines of a report that are not data."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.utils.translation import gettext

from mauntic.kernel.files.csv_rows import LOOKED_AT, NO_TEXT_IN_HEADING, BrokenRow
from mauntic.kernel.files.csv_text import without_mark
from mauntic.kernel.files.errors import UnreadableError, gettext_noop
from mauntic.kernel.files.limits import MAX_COLUMNS

EMPTY = gettext_noop("The file is empty. It needs a row of column names and at least one row of data.")
LONGEST_NAME = 200
PROBLEM = "Import problem"
"""The last column of files of failed rows. An import skips it."""
# The least share of named cells, compared with the fullest row. Below a title there are filters of two cells.
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

    Raises: `UnreadableError` if there is no row, or if there are too many columns.
    """
    looked_at = list(islice(rows, LOOKED_AT))
    if not looked_at or not isinstance(looked_at[0], list):
        raise UnreadableError(EMPTY)
    above = _heading_index(looked_at)
    heading = looked_at[above]
    cells = heading if isinstance(heading, list) else []
    last = max((position for position, cell in enumerate(cells, 1) if cell.strip()), default=0)
    if not last:
        raise UnreadableError(gettext_noop("The first row is empty. Enter the names of the columns there."))
    if last > MAX_COLUMNS:
        raise UnreadableError(
            gettext_noop("The file has {count} columns. The maximum is {most}. Delete some."),
            count=last,
            most=MAX_COLUMNS,
        )
    names = [" ".join(without_mark(cell).split())[:LONGEST_NAME] for cell in cells[:last]]
    if _looks_like_data(names):
        raise UnreadableError(
            gettext_noop("The first row looks like data. Put the names of the columns above it.")
        )
    if any("\0" in name for name in names):
        raise UnreadableError(NO_TEXT_IN_HEADING)
    return names, chain(looked_at[above + 1 :], rows), above


def left_out_note(columns: Sequence[str]) -> str:
    """Return a note on the columns of a Mauntic export that an import skips; empty if there are none."""
    text = gettext("Columns that Mauntic computes were skipped: {columns}.")
    return text.format(columns=", ".join(columns)) if columns else ""


def is_report_line(cells: Iterable[str]) -> bool:
    """Return whether a row of data is a line of a report: a copyright, its author, or a total.

    Such a line fills one cell; a total has numbers beside its word. A row with an email address is data.
    """
    filled = [cell for cell in map(str.strip, cells) if cell]
    if not filled:
        return False
    first, *rest = filled
    # Most rows end here: a footer is alone in its row, and a total begins with its word.
    if rest and not _TOTAL.match(first):
        return False
    if any("@" in cell for cell in filled):
        return False
    if not rest and _FOOTER.match(first):
        return True
    if not _TOTAL.fullmatch(_COUNTED.sub("", first)):
        return False
    return all(_NUMBER.fullmatch(cell) for cell in rest)


def _heading_index(rows: Sequence[Row]) -> int:
    """Return the index of the first row that names most columns of the fullest row; 0 if unsure."""
    filled = [sum(map(bool, map(str.strip, row))) if isinstance(row, list) else 0 for row in rows]
    has_title = next(filter(None, filled), 0) == 1
    needed = max(2, max(filled) * (_NAMED_BELOW_TITLE if has_title else _NAMED_SHARE))
    for index, (row, count) in enumerate(zip(rows[:-1], filled, strict=False)):
        if count >= needed and isinstance(row, list):
            return 0 if _looks_like_data(row) else index
    return 0


def _looks_like_data(cells: Iterable[str]) -> bool:
    return any("@" in cell and "." in cell for cell in cells)
