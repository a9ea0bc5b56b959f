"""Servers for one test run or one benchmark: fast, empty, and gone afterwards."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .folders import home_outside
from .servers import Servers

PREFIX = f"mauntic-throwaway-{os.geteuid()}-"
OWNER = "owner.lock"


@contextmanager
def throwaway() -> Iterator[Servers]:
    """A new, empty pair of servers, deleted at the end. Tidies up after killed runs, too."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # the account that runs PostgreSQL for root passes through
    with (folder / OWNER).open("w") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        servers = Servers(folder, durable=False)
        try:
            servers.start()
            yield servers
        finally:
            _delete(servers)


def _sweep() -> None:
    """Delete what runs left behind that were killed: nobody holds their lock any more."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{OWNER}"):
        try:
            with lock.open("r+") as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _delete(Servers(lock.parent, durable=False))
        except (BlockingIOError, FileNotFoundError):
            continue


def _delete(servers: Servers) -> None:
    servers.stop()
    for folder in (
        servers.postgres.socket_dir,
        servers.valkey.socket.parent,
        home_outside(servers.data_dir),
        servers.data_dir,
    ):
        shutil.rmtree(folder, ignore_errors=True)
