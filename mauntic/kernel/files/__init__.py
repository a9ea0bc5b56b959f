"""Read tables from CSV files of any delimiter and encoding, and from XLSX workbooks.

Files may be hostile: a small workbook can unpack to gigabytes, and a sheet with two filled cells can span 17
billion. Sizes are checked before parsing (`check_file`). Workbooks and large files are parsed in a process of
their own with limited memory and time (`open_table`).
"""

from mauntic.kernel.files.cells import is_error_cell
from mauntic.kernel.files.errors import UnknownSheetError, UnreadableError
from mauntic.kernel.files.heading import PROBLEM, is_report_line, left_out_note
from mauntic.kernel.files.reading import LARGE, SMALL, Budget, check_file, open_table
from mauntic.kernel.files.tables import EXTRA_CELLS, UNREADABLE, Table, problem_of_row

__all__ = [
    "EXTRA_CELLS",
    "LARGE",
    "PROBLEM",
    "SMALL",
    "UNREADABLE",
    "Budget",
    "Table",
    "UnknownSheetError",
    "UnreadableError",
    "check_file",
    "is_error_cell",
    "is_report_line",
    "left_out_note",
    "open_table",
    "problem_of_row",
]
