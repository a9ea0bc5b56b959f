"""How long the pair runs: as long as somebody uses it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mauntic import embedded

USER = """
import sys
from pathlib import Path
from mauntic import embedded
with embedded.in_use(Path(sys.argv[1])):
    print("in use", flush=True)
    sys.stdin.readline()
"""

FORKER = """
import os, sys, time
from pathlib import Path
from mauntic import embedded
with embedded.in_use(Path(sys.argv[1])):
    child = os.fork()
    if not child:
        time.sleep(60)
        os._exit(0)
    print(child, flush=True)
"""

SUICIDE = """
import os, signal
from mauntic import embedded
with embedded.throwaway() as servers:
    print(servers.data_dir, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def no_addresses(monkeypatch):
    for variable in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(variable, raising=False)


def another_user(data_dir: Path) -> subprocess.Popen[str]:
    """A process that uses the servers until it is told to leave by a line, or killed."""
    command = [sys.executable, "-c", USER, str(data_dir)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "in use\n"
    return process


def test_the_last_user_stops_the_servers(servers):
    with another_user(servers.data_dir) as other:
        with embedded.in_use(servers.data_dir) as used:
            assert (used.postgres.answers(), used.valkey.answers()) == (True, True)
        assert (servers.postgres.answers(), servers.valkey.answers()) == (True, True)
        other.communicate("\n")
    assert (servers.postgres.is_running(), servers.valkey.is_running()) == (False, False)


def test_a_forked_child_that_outlives_its_user_keeps_nobody_waiting(servers):
    with subprocess.Popen(
        [sys.executable, "-c", FORKER, str(servers.data_dir)], stdout=subprocess.PIPE, text=True
    ) as user:
        child = int(user.stdout.readline())
        user.wait(30)
    try:
        with another_user(servers.data_dir) as other:
            other.communicate("\n", timeout=30)
    finally:
        os.kill(child, signal.SIGKILL)


def test_after_a_killed_user_the_next_one_takes_over_and_stops_the_servers(servers):
    with another_user(servers.data_dir) as other:
        other.send_signal(signal.SIGKILL)
    assert servers.postgres.answers()
    with embedded.in_use(servers.data_dir):
        assert servers.postgres.answers()
    assert not servers.postgres.is_running()


def test_after_everything_was_killed_the_next_start_needs_no_help(servers):
    with another_user(servers.data_dir) as other:
        other.send_signal(signal.SIGKILL)
    servers.postgres.kill()
    servers.valkey.kill()
    with embedded.in_use(servers.data_dir) as used:
        assert (used.postgres.answers(), used.valkey.answers()) == (True, True)


def test_only_what_the_environment_does_not_replace_is_started(servers, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    with embedded.in_use(servers.data_dir) as used:
        assert (used.postgres.is_running(), used.valkey.answers()) == (False, True)
    monkeypatch.setenv("REDIS_URL", "redis://somewhere/else")
    with embedded.in_use(servers.data_dir) as used:
        assert (used.postgres.is_running(), used.valkey.is_running()) == (False, False)


def test_the_addresses_follow_the_data_folder_of_the_environment(monkeypatch, servers):
    monkeypatch.setenv("MAUNTIC_DATA_DIR", str(servers.data_dir))
    assert embedded.default_urls() == embedded.Urls(servers.database_url, servers.redis_url)


def test_throwaway_servers_leave_nothing_behind():
    with embedded.throwaway() as servers:
        assert servers.postgres.answers()
    assert not servers.data_dir.exists()
    assert not servers.postgres.socket_dir.exists()


def test_throwaway_servers_of_a_killed_run_are_tidied_up_by_the_next():
    killed = subprocess.run([sys.executable, "-c", SUICIDE], stdout=subprocess.PIPE, text=True, check=False)
    left_behind = Path(killed.stdout.strip())
    assert (killed.returncode, left_behind.exists()) == (-signal.SIGKILL, True)
    with embedded.throwaway():
        assert not left_behind.exists()
