from mauntic.kernel.admin.cells import Worded, code_reader, label_reader
from mauntic.kernel.admin.rows import Large, ReadOnly, RowsInline, Searched, known_values

__all__ = [
    "Large",
    "ReadOnly",
    "RowsInline",
    "Searched",
    "Worded",
    "code_reader",
    "known_values",
    "label_reader",
]
