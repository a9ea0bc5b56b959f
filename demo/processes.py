"""The processes of the product: started together, watched, and stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from demo.leftovers import MARK
from demo.options import Options, OptionsError

_STOP_WITHIN = 12.0
_START_WITHIN = 60.0


@dataclass(slots=True)
class Processes:
    """A group of child processes, each with a log file of its own."""

    data_dir: Path
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *command: str, **environment: str) -> None:
        """Start a Python program; its output goes to `log/<name>.log` below the data folder."""
        logs = self.data_dir / "log"
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603 (our own programs, no shell)
                [sys.executable, "-m", *command],
                env=os.environ | {MARK: str(self.data_dir)} | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C reaches the whole process group: only the supervisor is to hear it.
                start_new_session=True,
            )

    def check(self) -> None:
        """`OptionsError` naming a process that has ended, and its log."""
        for name, process in self.running.items():
            if process.poll() is not None:
                log = self.data_dir / "log" / f"{name}.log"
                raise OptionsError(f"The process “{name}” ended with code {process.returncode}: see {log}.")

    def wait_for(self, url: str) -> None:
        """Return once `url` answers; `OptionsError` when a process dies first or it takes too long."""
        deadline = time.monotonic() + _START_WITHIN
        while not _answers(url):
            self.check()
            if time.monotonic() > deadline:
                raise OptionsError(f"{url} did not answer within {_START_WITHIN:.0f} s.")
            time.sleep(0.1)

    def stop(self) -> None:
        """End all, the last started first; kill what does not end in time."""
        for process in reversed(self.running.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_WITHIN
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def start_product(processes: Processes, options: Options, *, sandbox_port: int) -> None:
    """Start the sandbox vendors, the web server, the workers and the clock."""
    processes.start("sandbox", "mauntic.sandbox", "--port", str(sandbox_port))
    processes.start(
        "web", "uvicorn", "mauntic.asgi:application", "--port", str(options.port), "--no-access-log"
    )
    worker = ("dramatiq", "mauntic.worker", "--processes", "1")
    processes.start("worker-enrichment", *worker, "--threads", "16", "--queues", "enrichment")
    processes.start(
        "worker", *worker, "--threads", "4", "--queues", "default", "scoring", "agents", "delivery", "sync"
    )
    processes.start("clock", "manage", "qcluster")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (our own loopback address)
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
