"""`make demo` as a process that a test starts, watches and kills."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import environ
import psutil
import psycopg

from demo import leftovers
from mauntic.embedded import Servers
from tests.processes.house import ROOT

READY = "Ctrl-C stops everything"
PATIENCE = 400.0


class Demonstration:
    """One data folder, and the supervisor that works on it."""

    def __init__(self, folder: Path, *, leads: Path) -> None:
        self.data_dir = folder / "var"
        self.output = folder / "output.txt"
        self.servers = Servers(self.data_dir)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._environment = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}
        } | {"MAUNTIC_DATA_DIR": str(self.data_dir), "PORT": str(self.port), "LEADS": str(leads)}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "demo"],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, *texts: str) -> None:
        """Return when the demonstration has printed one of the texts."""
        deadline = time.monotonic() + PATIENCE
        while not any(text in self.said() for text in texts):
            assert self._process is not None
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"{texts} are not said: {self.said()}"
            time.sleep(0.05)

    def said(self) -> str:
        return self.output.read_text()

    def kill(self) -> None:
        """End the supervisor as a power cut would; what it started goes on."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Press Ctrl-C; return the exit code."""
        if self._process is None or self._process.poll() is not None:
            return 0
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=60)

    def child(self, name: str) -> psutil.Process:
        """Return the process that the supervisor started with `name` on its command line."""
        assert self._process is not None
        children = psutil.Process(self._process.pid).children()
        return next(child for child in children if name in child.cmdline())

    def kill_all(self) -> None:
        """Leave no process of this data folder, whatever the test did."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
        leftovers.stop(self.data_dir)
        self.servers.stop()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/readyz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def count(self, table: str) -> int:
        database = environ.Env.db_url_config(self.servers.database_url)
        place = {"host": database["HOST"], "dbname": database["NAME"], "user": database["USER"]}
        with psycopg.connect(**place) as connection:
            row = connection.execute(f"SELECT count(*) FROM acme_demo.{table}").fetchone()
        assert row is not None
        return row[0]
