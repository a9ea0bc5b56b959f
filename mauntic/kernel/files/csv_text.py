"""Rows as CSV that spreadsheets open without running anything, and that an import reads back unchanged."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

# Spreadsheets run cells that begin like this; a phone number such as +49 30 123 is harmless. A text that
# looks marked already gets one more mark, so that taking one off always gives the text back.
_FORMULA = re.compile(r"\A(?:'*[=@\t\r\n＝＠＋－]|'+[+-]|[+-](?![\d ().-]{1,40}$))")
_MARKED = re.compile(r"\A'+[=@\t\r\n＝＠＋－+-]")
# Where Excel parts cells at semicolons, as in half of Europe, what follows one in a cell begins a cell there.
_FORMULA_WITHIN = re.compile(
    r"(?<=[;\t\r\n])(?='*[=@＝＠＋－]|'+[+-]|[+-](?![\d ().-]{1,40}(?:[;\t\r\n]|\Z)))"
)
_MARKED_WITHIN = re.compile(r"(?<=[;\t\r\n])'(?='*[=@＝＠＋－+-])")


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """The rows as text; None is an empty cell, and what would be a formula is marked as text."""
    text = StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def without_mark(text: str) -> str:
    """Return a cell without the marks that `csv_lines` put in front of formulas."""
    if "'" not in text:  # nearly all cells
        return text
    return _MARKED_WITHIN.sub("", text[1:] if _MARKED.match(text) else text)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    marked = _FORMULA_WITHIN.sub("'", text)
    return f"'{marked}" if _FORMULA.match(text) else marked
