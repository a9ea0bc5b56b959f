"""The process that reads one file: python -m mauntic.kernel.files.child SECONDS MEGABYTES SHEET < file

SHEET is a JSON string, since people may send any character. The process writes lines of JSON: an object
with the headers, notes and sheets, then lists of rows, then null. An error is an object with a text. The
system kills the process at its limits.
"""

import json
import resource
import sys

import msgspec

from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.files.errors import UnknownSheetError, UnreadableError
from mauntic.kernel.files.limits import MB
from mauntic.kernel.files.tables import read_table

ROWS_PER_LINE = 200


def main(seconds: int, megabytes: int, sheet: str = "") -> None:
    """Read the table of standard input within the limits, and write it to standard output.

    Args:
        seconds: the most CPU time.
        megabytes: the most memory.
        sheet: the name of a sheet of a workbook; empty for the sheet that was open when it was saved.
    """
    _limit(resource.RLIMIT_AS, megabytes * MB)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, MB)  # enough for a traceback
    try:
        with open(0, "rb", closefd=False) as file:
            table = read_table(file, sheet)
            head = {"headers": table.headers, "notes": table.notes}
            _send(head | {"sheets": table.sheets, "sheet": table.sheet})
            for rows in chunked(table.rows, ROWS_PER_LINE):
                _send(rows)
        _send(None)
    except UnreadableError as error:
        _send({"error": error.text, "is_sheet": isinstance(error, UnknownSheetError)})


def _limit(kind: int, value: int) -> None:
    """Lower a limit, at most to the limit that this process has."""
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, bound))


def _send(message: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]))
