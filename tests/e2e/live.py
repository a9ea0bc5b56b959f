"""The product, served by a real process to a real browser, on the test's own database."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import BrowserContext
from pytest_django import DjangoDbBlocker

from mauntic.accounts.models import Role, User
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

HOST = "live.localhost"
PATIENCE_S = 30


@dataclass(frozen=True)
class Live:
    """A served organization with committed rows. `email` and `password` sign its admin in."""

    url: str
    organization: Organization
    blocker: DjangoDbBlocker
    email: str = "ada@live.example"
    password: str = "a password for the browser"

    @contextmanager
    def inside(self) -> Iterator[Organization]:
        """Reads and writes committed rows of the organization."""
        with self.blocker.unblock(), entered(self.organization):
            yield self.organization

    def admin(self) -> User:
        """The person that the browser is signed in as."""
        # The server process has no quick hasher, as this one has.
        hasher = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
        with self.inside(), override_settings(PASSWORD_HASHERS=[hasher]):
            known = User.objects.filter(email=self.email).first()
            return known or User.objects.create_user(
                self.email, self.password, role=Role.ADMIN, name="Ada Admin"
            )

    def sign_in(self, context: BrowserContext) -> None:
        """Gives the browser a session, without the form."""
        user = self.admin()
        client = Client(headers={"host": HOST})
        with self.inside():
            client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url}])


@contextmanager
def served(organization: Organization, blocker: DjangoDbBlocker, log: Path) -> Iterator[Live]:
    """Runs uvicorn until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "mauntic.asgi:application", f"--port={port}"]
    command.append("--timeout-keep-alive=75")  # as docs/deploy.md starts it
    # The sandbox of vendors is on loopback.
    environment = os.environ | {"DATABASE_URL": database_url(), "MAUNTIC_HTTP_ALLOW_LOOPBACK": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            _await_answer(port, process, log)
            yield Live(f"http://{HOST}:{port}", organization, blocker)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def database_url() -> str:
    """The address of this test process's own database, for other processes."""
    # The address ends in the database's name, and holds the socket's folder in its path.
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{address}/{connection.settings_dict['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_answer(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"The web server did not start:\n{log.read_text()}")
