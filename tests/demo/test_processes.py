"""How the demonstration starts the product, which is how the documentation says to."""

import os
import signal
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest

from demo.processes import Processes, start_product
from tests.processes.house import ROOT, wait_for


class Recorder:
    """Keeps what would be started."""

    def __init__(self) -> None:
        self.commands: dict[str, tuple[str, ...]] = {}

    def start(self, name: str, *command: str) -> None:
        self.commands[name] = command


@pytest.mark.parametrize("option", ["--no-proxy-headers", "--no-access-log", "--timeout-keep-alive=75"])
def test_the_web_server_neither_believes_forwarding_headers_nor_logs_addresses(option):
    recorder = Recorder()
    ports = {"sandbox_port": 1, "mail_port": 2, "sites_port": 3}
    start_product(cast("Any", recorder), cast("Any", SimpleNamespace(port=8000)), **ports)
    documented = next(
        line for line in (ROOT / "docs/deploy.md").read_text().splitlines() if "| web |" in line
    )

    assert option in recorder.commands["web"]
    assert f" {option}" in documented


def test_what_a_killed_process_leaves_behind_is_ended_before_it_starts_again(tmp_path):
    told = tmp_path / "child"
    processes = Processes(tmp_path, say=lambda _: None)
    try:
        processes.start("clock", "tests.demo.parent", str(told))
        wait_for(told.exists, seconds=30, what="a child")
        wait_for(lambda: told.read_text() != "", seconds=10, what="the id of the child")
        child = int(told.read_text())
        os.kill(processes.running["clock"].pid, signal.SIGKILL)
        processes.running["clock"].wait()
        told.unlink()
        assert psutil.pid_exists(child)

        processes.revive()
        wait_for(lambda: is_gone(child), seconds=10, what="the end of the child")
        wait_for(told.exists, seconds=30, what="the child of the next one")
    finally:
        processes.stop()
    assert all(process.poll() is not None for process in processes.running.values())


def is_gone(pid: int) -> bool:
    """Whether the process has ended; a container may have nobody who reaps it."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
