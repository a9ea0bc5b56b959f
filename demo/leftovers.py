"""What a demonstration that was killed has left behind."""

import shutil
from pathlib import Path

import psutil

MARK = "MAUNTIC_DEMO"


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
