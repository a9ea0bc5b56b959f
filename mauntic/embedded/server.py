"""What both servers share: one lock that the server process itself holds while it lives.

The lock file is opened by the launcher and inherited by the server and its children, so the kernel
frees it when the last of them is gone, however it died. That makes a stale pid file or a reused pid
harmless: whoever gets the lock knows that nothing runs, and may tidy up and start.
"""

import fcntl
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from .account import ROOT, Account, ServerError

POLL_SECONDS = 0.02
ORPHAN_GRACE_SECONDS = 10


class Server(ABC):
    """A server whose data lies in `data_dir/name`; many processes may start and stop it at once."""

    name: str
    process_name: str
    stop_signal: signal.Signals
    account: Account

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    # -- What a server must know ----------------------------------------------------------------------
    @abstractmethod
    def answers(self) -> bool:
        """True if a client gets an answer now."""

    @abstractmethod
    def _launch(self, lock: int) -> None:
        """Tidy up after a crash and start the server, which inherits the descriptor `lock`."""

    @property
    @abstractmethod
    def _pid_file(self) -> Path: ...

    # -- Life -----------------------------------------------------------------------------------------
    def start(self, *, timeout: float = 60) -> None:
        """Return when the server answers: starts it if need be. ServerError after `timeout` seconds."""
        started = time.monotonic()
        deadline = started + timeout
        self.data_dir.mkdir(parents=True, exist_ok=True)
        while not self.answers():
            lock = self._take_lock()
            if lock is not None:
                self._launch_and_wait(lock, deadline)
            elif time.monotonic() > deadline:
                raise ServerError(
                    f"Another {self.process_name} holds {self.data_dir / self.name} and does not answer."
                )
            else:
                self._end_orphans(started)
                time.sleep(POLL_SECONDS)

    def stop(self, *, timeout: float = 60) -> None:
        """Shut down in an orderly way and return when no process is left; kill what has not gone by then."""
        self._signal_until_gone(self.stop_signal, timeout)

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        """End the server as a power cut would: SIGKILL, no clean-up. For tests, and for one that hangs."""
        self._signal_until_gone(signal.SIGKILL, timeout=10)

    def is_running(self) -> bool:
        """True while any process of the server lives."""
        if not self._lock_file.exists():
            return False
        lock = self._take_lock()
        if lock is not None:
            os.close(lock)
        return lock is None

    def pid(self) -> int | None:
        """The main process's id, or None if it does not run."""
        process = self._leader()
        return process.pid if process else None

    # -- Inside ---------------------------------------------------------------------------------------
    def _take_lock(self) -> int | None:
        lock = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _launch_and_wait(self, lock: int, deadline: float) -> None:
        try:
            self._launch(lock)
        finally:
            os.close(lock)
        wait_until(lambda: self.answers() or not self.is_running(), deadline)
        if not self.answers():
            raise ServerError(f"{self.process_name} does not start; its log: {self._log_file}")

    def _signal_until_gone(self, number: signal.Signals, timeout: float) -> None:
        leader = self._leader()
        if leader is not None:
            leader.send_signal(number)
        if not wait_until(lambda: not self.is_running(), time.monotonic() + timeout):
            for process in self._processes():
                process.kill()
            wait_until(lambda: not self.is_running(), time.monotonic() + timeout)

    def _end_orphans(self, since: float) -> None:
        """After SIGKILL of the main process a child may go on with a long query; a starting one gets time."""
        if time.monotonic() > since + ORPHAN_GRACE_SECONDS and self._leader() is None:
            for process in self._processes():
                process.kill()

    def _leader(self) -> psutil.Process | None:
        """The main process; the pid file alone may name a stranger with a reused pid."""
        try:
            process = psutil.Process(int(self._pid_file.read_text().split()[0]))
            return process if self.is_running() and process.name().startswith(self.process_name) else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _processes(self) -> list[psutil.Process]:
        folder = str(self._pid_file.parent)
        return [each for each in psutil.process_iter(["cwd"]) if each.info["cwd"] == folder]

    @property
    def _lock_file(self) -> Path:
        return self.data_dir / f"{self.name}.lock"

    @property
    def _log_file(self) -> Path:
        return self._pid_file.parent / "server.log"

    def _run(self, command: Sequence[str | Path], *, lock: int, standard_input: str = "") -> None:
        """Run a helper of the server as the server's account; ServerError with its last line if it fails."""
        done = subprocess.run(  # noqa: S603 - our own binaries and paths
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            pass_fds=(lock,),
            input=standard_input,
            capture_output=True,
            text=True,
            check=False,
            user=self.account.uid,
            group=self.account.gid,
            extra_groups=[] if os.geteuid() == ROOT else None,
        )
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
            raise ServerError(f"{Path(command[0]).name} failed: {lines[-1]} (log: {self._log_file})")


def wait_until(condition: Callable[[], bool], deadline: float) -> bool:
    """Poll `condition` until it holds or the monotonic clock passes `deadline`; say whether it held."""
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
