"""Servers of our own, apart from the suite's, that the tests may kill."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mauntic.embedded import PostgresServer, Servers, ValkeyServer, folders


@pytest.fixture(autouse=True)
def shared_home(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for /var/lib/mauntic, so that a test leaves nothing there."""
    monkeypatch.setattr(folders, "SHARED_HOME", open_folder / "shared-home")
    return folders.SHARED_HOME


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short folder that every account may pass through, as a project's folder usually is."""
    folder = Path(tempfile.mkdtemp(prefix="mauntic-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def servers_in() -> Iterator[Callable[[Path], Servers]]:
    """Makes servers below a folder; they and their sockets are gone after the test."""
    made: list[Servers] = []

    def make(data_dir: Path) -> Servers:
        made.append(Servers(data_dir, durable=False))
        return made[-1]

    yield make
    for servers in made:
        servers.stop()
        for folder in (servers.postgres.socket_dir, servers.valkey.socket.parent):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def servers(servers_in: Callable[[Path], Servers], open_folder: Path) -> Servers:
    return servers_in(open_folder / "var")


@pytest.fixture
def postgres(servers: Servers) -> PostgresServer:
    servers.postgres.start()
    return servers.postgres


@pytest.fixture
def valkey(servers: Servers) -> ValkeyServer:
    servers.valkey.start()
    return servers.valkey
