"""What a kind of import declares, so that the steps that all kinds share need to be written once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from mauntic.broker import Job
from mauntic.imports.models import FileImport


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of import.

    Args: `jobs` has the job of each status in which a worker is busy, and `restarts` those of them that are
    safe to start again. `guess_mapping` and `left_out` tell from the headers of a file what its columns mean,
    and which of them an import never reads.
    """

    model: type[FileImport]
    jobs: Mapping[str, Job[[str]]]
    restarts: Collection[str]
    guess_mapping: Callable[[Sequence[str]], dict[str, str]]
    left_out: Callable[[Sequence[str]], list[str]]
