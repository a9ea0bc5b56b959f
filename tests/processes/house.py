"""Servers of their own, and real workers on them."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import environ
from django.core.management import call_command
from django.db import connection

from mauntic.embedded import Servers
from mauntic.tenants.context import entered
from mauntic.tenants.services import create_organization
from tests.processes.receivers import EFFECTS, Happened
from tests.support.database import restore

ROOT = Path(__file__).parents[2]
SCHEMAS = ("acme", "globex")


def happened(numbers: Iterable[int]) -> list[Happened]:
    return [Happened(contact_id=uuid.uuid4(), number=number) for number in numbers]


def wait_for(condition: Callable[[], bool], *, seconds: float, what: str) -> float:
    """Wait until `condition` holds; the seconds that it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - started


class House:
    """What a test drives: the servers, the workers, and the effects that they leave."""

    def __init__(self, servers: Servers, logs: Path) -> None:
        self.servers = servers
        self.environment = os.environ | {
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "PYTHONPATH": str(ROOT),
        }
        self._logs = logs
        self._workers: list[subprocess.Popen[bytes]] = []

    def enter(self) -> dict[str, object]:
        """Point this process's connection at the new database; what it was pointed at before."""
        connection.close()
        before = dict(connection.settings_dict)
        own = environ.Env.db_url_config(self.servers.database_url)
        connection.settings_dict.update(
            {name: own[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
        )
        return before

    def furnish(self, kept: Path) -> None:
        """Restore the `kept` database, or make one, with a table for effects in each organization."""
        if not restore(kept, str(connection.settings_dict["NAME"])):
            call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
            for schema in SCHEMAS:
                create_organization(name=schema, schema_name=schema, domains=[f"{schema}.localhost"])
        for schema in SCHEMAS:
            with entered(schema), connection.cursor() as cursor:
                cursor.execute(EFFECTS)

    def start_worker(
        self, *, queues: Sequence[str] = ("events", "bulk", "default"), **environment: str
    ) -> subprocess.Popen[bytes]:
        """A worker in a process group of its own, ready to work."""
        log = self._logs / f"worker-{len(self._workers)}.log"
        command = [Path(sys.executable).with_name("dramatiq"), "mauntic.worker", "tests.processes.receivers"]
        options = ["--processes", "1", "--threads", "4", "--queues", *queues]
        with log.open("wb") as output:
            worker = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._workers.append(worker)
        wait_for(lambda: b"ready for action" in log.read_bytes(), seconds=30, what=f"worker boot ({log})")
        return worker

    def start_web(self, **environment: str) -> int:
        """The web server in a process group of its own; its port, which answers."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port: int = listener.getsockname()[1]
        log = self._logs / f"web-{port}.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "uvicorn", "mauntic.asgi:application", "--port", str(port)),
                    "--timeout-keep-alive=75",
                ],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._workers.append(server)
        wait_for(
            lambda: b"Uvicorn running on" in log.read_bytes(), seconds=30, what=f"web server boot ({log})"
        )
        return port

    def start_command(self, name: str, *, until: bytes, application: str) -> subprocess.Popen[bytes]:
        """A command of manage.py in a process group of its own, once it has written `until`.

        `application` is its name in the list of connections to the database.
        """
        log, url = self._logs / f"{name}.log", self.environment["DATABASE_URL"]
        named = f"{url}{'&' if '?' in url else '?'}application_name={application}"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", name],
                cwd=ROOT,
                env=self.environment | {"DATABASE_URL": named},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._workers.append(process)
        wait_for(lambda: until in log.read_bytes(), seconds=60, what=f"start of {name} ({log})")
        return process

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End it and its children as the kernel does when memory runs out."""
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def close(self) -> None:
        for worker in self._workers:
            self.kill(worker)

    def run_module(self, module: str, *arguments: str) -> int:
        """Run `python -m module` to its end; its exit code."""
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=False).returncode

    def effects(self, schema: str = "acme") -> Counter[int]:
        """How often each number had its effect."""
        with entered(schema), connection.cursor() as cursor:
            cursor.execute("SELECT number FROM effect")
            return Counter(number for (number,) in cursor.fetchall())

    def effect_count(self) -> int:
        with entered("acme"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM effect")
            return int(cursor.fetchone()[0])
