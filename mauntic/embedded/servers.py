"""The pair of servers, and the rule that keeps it running: as long as somebody uses it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .postgres import PostgresServer
from .server import Server
from .valkey import ValkeyServer

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Urls:
    """What DATABASE_URL and REDIS_URL would say."""

    database: str
    redis: str


class Servers:
    """PostgreSQL and Valkey below one data folder."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir.absolute()
        self.postgres = PostgresServer(self.data_dir, durable=durable)
        self.valkey = ValkeyServer(self.data_dir)

    @property
    def database_url(self) -> str:
        return self.postgres.url

    @property
    def redis_url(self) -> str:
        return self.valkey.url

    @property
    def urls(self) -> Urls:
        """Known without starting anything."""
        return Urls(self.database_url, self.redis_url)

    def start(self) -> None:
        for server in (self.postgres, self.valkey):
            server.start()

    def stop(self) -> None:
        for server in (self.valkey, self.postgres):
            server.stop()

    def needed(self) -> list[Server]:
        """Those that no environment variable replaces."""
        servers: dict[str, Server] = {"DATABASE_URL": self.postgres, "REDIS_URL": self.valkey}
        return [server for variable, server in servers.items() if not os.environ.get(variable)]


def default_data_dir() -> Path:
    """`var` below the project, or MAUNTIC_DATA_DIR."""
    return Path(os.environ.get("MAUNTIC_DATA_DIR") or PROJECT / "var").absolute()


def default_urls() -> Urls:
    """The addresses of the servers below the default data folder, running or not."""
    return Servers(default_data_dir()).urls


@contextmanager
def in_use(data_dir: Path | None = None) -> Iterator[Servers]:
    """Keep the servers that the environment does not replace running while the block runs.

    Every user holds a shared lock; the last to leave gets the exclusive one and stops the servers.
    A user that was killed leaves them running, for the next one to use and to stop.
    """
    servers = Servers(data_dir or default_data_dir())
    needed = servers.needed()
    if not needed:
        yield servers
        return
    servers.data_dir.mkdir(parents=True, exist_ok=True)
    with (servers.data_dir / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            for server in needed:
                server.start()
            yield servers
        finally:
            _leave(users.fileno(), needed)


def _leave(users: int, servers: list[Server]) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for server in reversed(servers):
            server.stop()
    except BlockingIOError:
        return
    finally:
        # Closing the file is not enough: a forked child that outlives this process has the same lock.
        fcntl.flock(users, fcntl.LOCK_UN)
