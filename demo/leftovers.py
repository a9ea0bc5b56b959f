"""One demonstration at a time, and what one that was killed has left behind."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from demo.options import OptionsError

MARK = "MAUNTIC_DEMO"
LOCK = "demo.lock"


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the data folder inside the block; `OptionsError` when a living demonstration has it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "The demonstration runs already: `demo.json` tells where. Stop it with Ctrl-C first."
            raise OptionsError(message) from None
        stop(data_dir)
        yield


def stop(data_dir: Path) -> None:
    """End the processes of an earlier demonstration on this data folder, whose supervisor is gone."""
    left = [process for process in psutil.process_iter() if _belongs(process, data_dir)]
    for process in left:
        process.terminate()
    for process in psutil.wait_procs(left, timeout=5)[1]:
        process.kill()


def erase(data_dir: Path) -> None:
    """Forget all data: the demonstration starts over."""
    if data_dir.is_dir():
        for entry in data_dir.iterdir():
            if entry.name != LOCK:
                _remove(entry)


def _belongs(process: psutil.Process, data_dir: Path) -> bool:
    try:
        return process.environ().get(MARK) == str(data_dir)
    except psutil.Error:
        return False


def _remove(entry: Path) -> None:
    target = entry.resolve()
    if entry.is_symlink():
        entry.unlink()
    if target.is_dir():
        shutil.rmtree(target)
    elif target.exists():
        target.unlink()
