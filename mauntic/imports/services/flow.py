"""The declaration of a kind of import. All kinds share the steps of these services."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mauntic.broker import Job
from mauntic.imports.models import FileImport, Status


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of import.

    Args: `jobs` holds the job by status in which a worker is busy. Each is safe to run again: it commits its
    work together with the status or the progress. `guess_mapping` returns the suggested mapping of the
    headers of a file, and `left_out` the headers that are not imported. `stops_at` is the status of an import
    whose rows could not be written: `PREVIEW` if that wrote nothing.
    """

    model: type[FileImport]
    jobs: Mapping[str, Job[[str]]]
    guess_mapping: Callable[[Sequence[str]], dict[str, str]]
    left_out: Callable[[Sequence[str]], list[str]]
    stops_at: Status = Status.FAILED
