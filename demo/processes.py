"""The processes of the product: started together, watched, and stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

from demo.leftovers import MARK
from demo.options import Options, OptionsError
from mauntic.broker.queues import WORKERS, worker_options

_STOP_WITHIN = 12.0
_START_WITHIN = 180.0
# A process that ends more often than this within so many seconds is broken.
_DEATHS, _DEATHS_WITHIN = 3, 60.0


@dataclass(slots=True)
class Processes:
    """A group of child processes, each with a log file of its own."""

    data_dir: Path
    say: Callable[[str], None]
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _starts: dict[str, Callable[[], None]] = field(default_factory=dict)
    _deaths: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def start(self, name: str, *command: str, **environment: str) -> None:
        """Start a Python program; its output goes to `log/<name>.log` below the data folder."""
        self._starts[name] = partial(self.start, name, *command, **environment)
        log_file = self._log_of(name)
        log_file.parent.mkdir(parents=True, exist_ok=True)
        # Mails of the demo are printed there, with their links; uploads hold people's data.
        for private in (log_file.parent, self.data_dir / "media"):
            if private.is_dir():
                private.chmod(0o700)
        with log_file.open("ab") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603 (our own programs, no shell)
                [sys.executable, "-m", *command],
                env=os.environ | {MARK: str(self.data_dir)} | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C reaches the whole process group: only the supervisor is to hear it.
                start_new_session=True,
            )

    def revive(self) -> None:
        """Start again what has ended, and say so.

        Raises: `OptionsError` naming a process that does not stay alive, and its log.
        """
        for name, process in list(self.running.items()):
            if process.poll() is None:
                continue
            message = f"The process “{name}” ended with code {process.returncode}"
            if self._dies_too_often(name):
                raise OptionsError(f"{message}, again and again: see {self._log_of(name)}.")
            self.say(f"{message} and is started again; its log: {self._log_of(name)}")
            _end_rest_of(process)
            self._starts[name]()

    def _dies_too_often(self, name: str) -> bool:
        deaths = self._deaths[name]
        deaths.append(time.monotonic())
        return len(deaths) > _DEATHS and deaths[-1] - deaths[-1 - _DEATHS] < _DEATHS_WITHIN

    def _log_of(self, name: str) -> Path:
        return self.data_dir / "log" / f"{name}.log"

    def wait_for(self, url: str) -> None:
        """Return once `url` answers.

        Raises: `OptionsError` when a process does not stay alive, or it takes too long.
        """
        deadline = time.monotonic() + _START_WITHIN
        while not _answers(url):
            self.revive()
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
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            _end_rest_of(process)


def start_product(
    processes: Processes, options: Options, *, sandbox_port: int, mail_port: int, sites_port: int
) -> None:
    """Start the sandbox vendors, company sites, mail server, web server, workers and the clock."""
    processes.start("sandbox", "mauntic.sandbox", "--port", str(sandbox_port))
    processes.start("sites", "mauntic.sandbox.company_sites", "--port", str(sites_port))
    processes.start("mail", "demo.outreach.mail_server", "--port", str(mail_port))
    # uvicorn would believe what anybody on this machine says of the client's address; Mauntic decides whom to
    # believe. Its access log would hold tokens. Its connections last for 5 seconds, those of clients (Node,
    # proxies) up to 60: what they send on one that has just ended is lost.
    own = ("--no-proxy-headers", "--no-access-log", "--timeout-keep-alive=75")
    processes.start("web", "uvicorn", "mauntic.asgi:application", "--port", str(options.port), *own)
    for group in WORKERS:
        worker = ("dramatiq", "mauntic.worker", "--processes", "1", *worker_options(group))
        processes.start(f"worker-{group}", *worker)
    processes.start("clock", "manage", "qcluster")


def _end_rest_of(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of a process and its children: those of a killed clock would go on ticking."""
    with contextlib.suppress(ProcessLookupError):  # nothing is left
        os.killpg(process.pid, signal.SIGKILL)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 (our own loopback address)
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
