"""Write CSV that spreadsheets open without running formulas, and that an import reads back unchanged."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

# Spreadsheets run cells that begin like this. A phone number such as +49 30 123 is harmless. A text that
# looks marked gets one more mark, so that removing a mark always restores the text.
_FORMULA = re.compile(r"\A(?:'*[=@\t\r\n＝＠＋－]|'+[+-]|[+-](?![\d ().-]{1,40}$))")
_MARKED = re.compile(r"\A'+[=@\t\r\n＝＠＋－+-]")
# In locales where Excel splits cells at semicolons, the text after a semicolon begins a cell.
_FORMULA_WITHIN = re.compile(
    r"(?<=[;\t\r\n])(?='*[=@＝＠＋－]|'+[+-]|[+-](?![\d ().-]{1,40}(?:[;\t\r\n]|\Z)))"
)
_MARKED_WITHIN = re.compile(r"(?<=[;\t\r\n])'(?='*[=@＝＠＋－+-])")


def csv_lines(rows: Iterable[Iterable[object]]) -> str:
    """Return the rows as CSV. None is an empty cell; cells that would be formulas are marked as text."""
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
