"""The preview of an import. Small files are checked at once, large ones by a worker."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import IO, overload
from uuid import UUID

import msgspec
from django.core.files import File
from django.db import transaction

from mauntic.imports.models import Status, Verdict
from mauntic.imports.services.files import delete_file
from mauntic.imports.services.read import FILE_IS_GONE
from mauntic.imports.services.steps import fail
from mauntic.kernel.errors import Invalid
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.check import CheckedLine, check_deals

# A check takes about 30 µs per row. More rows would make the page slow.
CHECKED_AT_ONCE = 5_000


class _Head(msgspec.Struct):
    """The part that is decoded of every row. The rest is decoded for the rows of a page only."""

    verdict: Verdict
    reason: str = ""


class _Rows(Sequence[CheckedLine]):
    """Stored rows, decoded on access."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> CheckedLine: ...
    @overload
    def __getitem__(self, index: slice) -> list[CheckedLine]: ...
    def __getitem__(self, index: int | slice) -> CheckedLine | list[CheckedLine]:
        if isinstance(index, slice):
            return [_decoded(line) for line in self._lines[index]]
        return _decoded(self._lines[index])


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows of a file, all or of one verdict, with the counts of verdicts and reasons of all rows."""

    rows: Sequence[CheckedLine]
    counts: Counter[Verdict]
    reasons: Counter[str]


def preview_of(job: DealImport, verdict: str = "") -> Preview:
    """Return the preview of an import, with the rows of one verdict or of all.

    Raises: `Invalid` if the file cannot be read.
    """
    if not job.checked:
        rows = check_deals(job)
        return Preview([row for row in rows if verdict in ("", row.verdict)], *_counts(rows))
    try:
        with job.checked.open("rb") as file:
            lines = list(file)
    except FileNotFoundError as error:  # discarded or mapped anew since `job` was loaded
        raise Invalid({"file": str(FILE_IS_GONE)}) from error
    heads = [msgspec.json.decode(line, type=_Head) for line in lines]
    shown = [line for line, head in zip(lines, heads, strict=True) if verdict in ("", head.verdict)]
    return Preview(_Rows(shown), *_counts(heads))


def check_later(job: DealImport) -> bool:
    """Return whether a worker checks the file before its preview."""
    return job.total > CHECKED_AT_ONCE


def check_deal_import(*, import_id: UUID) -> None:
    """Check the file of an import with the status `checking`, and store the result for its preview.

    Safe to repeat. An unreadable file fails the import.
    """
    job = DealImport.objects.filter(pk=import_id, status=Status.CHECKING).first()
    if job is None:
        return
    try:
        rows = check_deals(job)
    except Invalid as error:
        fail(job=job, at=Status.CHECKING, error=" ".join(error.fields["file"]))
        return
    with TemporaryFile() as file:
        # Without the cells, which are stored with the rows of the file.
        file.writelines(msgspec.json.encode(replace(row, values={})) + b"\n" for row in rows)
        file.seek(0)
        _keep(job, file)


def forget_check(job: DealImport) -> None:
    """Delete the result of a check on commit, because it is outdated or no longer needed."""
    if job.checked:
        delete_file(job.checked)


@transaction.atomic
def _keep(job: DealImport, rows: IO[bytes]) -> None:
    """Store the result, unless another worker did or the import was discarded."""
    current = job.still(Status.CHECKING).select_for_update()
    if current.filter(mapping=job.mapping, unknown_owner=job.unknown_owner).exists():
        job.status = Status.PREVIEW
        job.checked.save(f"{job.pk}-checked.jsonl", File(rows), save=True)


def _decoded(line: bytes) -> CheckedLine:
    return msgspec.json.decode(line, type=CheckedLine)


def _counts(rows: Sequence[CheckedLine] | Sequence[_Head]) -> tuple[Counter[Verdict], Counter[str]]:
    return Counter(row.verdict for row in rows), Counter(row.reason for row in rows if row.reason)
