"""Servers for one test run or one benchmark: fast, empty, and gone afterwards."""

import fcntl
import os
import secrets
import shutil
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .folders import home_outside
from .servers import Servers

PREFIX = f"mauntic-throwaway-{os.geteuid()}-"
OWNER = "owner.lock"


def trial_environment(servers: Servers) -> dict[str, str]:
    """What the settings need to know to run on `servers`: the addresses, and no demands of production."""
    return {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "MAUNTIC_DATA_DIR": str(servers.data_dir),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "*",
        "HTTPS": "0",
        "COLLECTED_STATIC": "0",
        "MAUNTIC_HTTP_ALLOW_LOOPBACK": "1",
    }


@contextmanager
def throwaway() -> Iterator[Servers]:
    """New, empty servers where the environment names none, deleted at the end; tidies up killed runs."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # the account that runs PostgreSQL for root passes through
    with (folder / "unlocked").open("w") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        (folder / "unlocked").rename(folder / OWNER)  # nobody sees it without its lock
        servers = Servers(folder, durable=False)
        try:
            for server in servers.needed():
                server.start()
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
