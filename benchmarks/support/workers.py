"""Worker processes as docs/deploy.md starts them, for as long as a block runs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from mauntic.broker.queues import WORKERS, worker_options


@contextmanager
def all_workers() -> Iterator[None]:
    """Run a process of each group."""
    with ExitStack() as running:
        for group in WORKERS:
            running.enter_context(_worker(group))
        yield


@contextmanager
def _worker(group: str) -> Iterator[None]:
    command = [sys.executable, "-m", "dramatiq", "mauntic.worker", "--processes", "1", *worker_options(group)]
    # The instructions start bulk workers with `nice`.
    polite = ["nice"] if group == "bulk" else []
    with subprocess.Popen(  # noqa: S603 (our own program)
        [*polite, *command], env=dict(os.environ), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()
