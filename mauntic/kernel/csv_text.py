"""Rows as lines of CSV that spreadsheets open without running anything."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

# Spreadsheets run cells that begin like this; a phone number such as +49 30 123 is harmless.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d ().-]+$)")


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """The rows as text; None is an empty cell, and what would be a formula is marked as text."""
    text = StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text
