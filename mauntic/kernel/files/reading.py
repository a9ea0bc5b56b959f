"""Open files: small CSV files in this process, all others in a process of their own."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

import msgspec
import structlog

from mauntic.kernel.files.archives import unpacked_size
from mauntic.kernel.files.errors import Text, UnknownSheetError, UnreadableError, gettext_noop
from mauntic.kernel.files.limits import LONGEST_SHEET, SMALL_BYTES, SMALL_UNPACKED
from mauntic.kernel.files.tables import UNREADABLE, ZIP, RawTable, Table, file_start, read_table

log = structlog.get_logger(__name__)

_ROOT = Path(__file__).resolve().parents[3]
_TOO_MUCH = gettext_noop(
    "The file takes too much memory or time to read. Split it into several files, or save it as CSV."
)
_LOGGED = 2_000


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits for reading a file: seconds of processor time, and megabytes of memory."""

    seconds: int
    megabytes: int


SMALL = Budget(seconds=10, megabytes=512)
LARGE = Budget(seconds=120, megabytes=1024)


def check_file(file: BinaryIO) -> bool:
    """Return whether the file is large, so that a worker should read it. Unpacks and parses nothing.

    Raises: `UnreadableError` if the file is dangerous or not a table.
    """
    start = file_start(file)
    size = file.seek(0, io.SEEK_END)
    unpacked = unpacked_size(file) if start.startswith(ZIP) else 0
    file.seek(0)
    return size > SMALL_BYTES or unpacked > SMALL_UNPACKED


@contextmanager
def open_table(
    file: BinaryIO, *, budget: Budget = LARGE, strict: bool = False, sheet: str = ""
) -> Iterator[Table]:
    """Read a file inside the block, with limited memory and time. `file` stays open.

    Args: if `strict`, an unreadable row raises. `sheet` is the name of a sheet of a workbook; empty for the
    sheet that was open when the workbook was saved.
    Raises: `UnreadableError`, also while the rows are iterated over; `UnknownSheetError`.
    """
    # Lone surrogates can be in no file, and in no message between processes.
    with _open(file, budget, sheet.encode(errors="replace").decode()) as raw:
        table = raw.translated()
        yield replace(table, rows=_strict(table.rows)) if strict else table


@contextmanager
def _open(file: BinaryIO, budget: Budget, sheet: str) -> Iterator[RawTable]:
    is_large = check_file(file)
    if not is_large and not file_start(file).startswith(ZIP):
        yield read_table(file, sheet)
        return
    with (
        _on_disk(file) as source,
        TemporaryFile() as errors,
        _child(source, errors, budget, sheet) as child,
    ):
        yield _received(child, errors)
    file.seek(0)


def _strict(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    for number, row in enumerate(rows, 1):
        if UNREADABLE in row:
            raise UnreadableError(
                gettext_noop("Row {row} of the data: {problem}"), row=number, problem=row[UNREADABLE]
            )
        yield row


@contextmanager
def _on_disk(file: BinaryIO) -> Iterator[IO[bytes]]:
    """Yield a file that another process can read: the same file, or a copy of a file in memory."""
    file.seek(0)
    try:
        file.fileno()
    except OSError:
        with TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            yield copy
    else:
        yield file


@contextmanager
def _child(
    source: IO[bytes], errors: IO[bytes], budget: Budget, sheet: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the process that reads the file. It ends with the block."""
    limits = [str(budget.seconds), str(budget.megabytes)]
    # One character too many: a longer name is unknown, too, and arguments of processes are limited.
    command = [
        sys.executable,
        "-m",
        "mauntic.kernel.files.child",
        *limits,
        json.dumps(sheet[: LONGEST_SHEET + 1]),
    ]
    # No secrets of this process: the parser of hostile files must not know the database and the keys.
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "RUST_BACKTRACE": "0"}
    process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
        command, stdin=source, stdout=subprocess.PIPE, stderr=errors, env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _received(child: "subprocess.Popen[bytes]", errors: IO[bytes]) -> RawTable:
    messages = _messages(child, errors)
    head = next(messages)
    notes = [Text(**note) for note in head["notes"]]
    return RawTable(head["headers"], _rows(messages), notes, head["sheets"], head["sheet"])


def _rows(messages: Iterator[Any]) -> Iterator[dict[str, str]]:
    for rows in messages:
        yield from rows


def _messages(child: "subprocess.Popen[bytes]", errors: IO[bytes]) -> Iterator[Any]:
    """Yield the messages of the child until its last one.

    Raises: `UnreadableError` if the child reports it, or if it ends early: killed by its limits, or broken.
    """
    for line in child.stdout or ():
        message = msgspec.json.decode(line)
        if isinstance(message, dict) and "error" in message:
            kind = UnknownSheetError if message["is_sheet"] else UnreadableError
            raise kind(message["error"]["text"], **message["error"]["values"])
        if message is None:
            return
        yield message
    code = child.wait()
    errors.seek(max(0, errors.seek(0, io.SEEK_END) - _LOGGED))
    log.warning("files.reader_died", code=code, stderr=errors.read().decode(errors="replace"))
    raise UnreadableError(_TOO_MUCH)
