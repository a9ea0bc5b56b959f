"""The migrated test database, kept in pytest's cache: restoring it takes a second, migrating half a minute.

The file's name is the hash of all migrations, so a change of one is applied. Where `pg_dump` or `pg_restore`
is missing or older than the server, every run migrates.
"""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

from mauntic import embedded

RESTORED_WITH = ("--no-owner", "--exit-on-error")


@contextmanager
def kept_database(folder: Path) -> Iterator[Path]:
    """The file of the migrated database, there or not, while no other worker writes it."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / f"{_fingerprint()}.dump"


def restore(kept: Path, name: str) -> bool:
    """Make the database `name` of the kept file; False if that cannot be done here."""
    if not kept.exists():
        return False
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    return _run("pg_restore", *RESTORED_WITH, "--dbname", name, str(kept))


def keep(kept: Path, name: str) -> None:
    """Write the database `name` into the file, and delete the files of older migrations."""
    for old in kept.parent.glob("*.dump"):
        old.unlink()
    unfinished = kept.with_suffix(".unfinished")
    if _run("pg_dump", "--format=custom", "--file", str(unfinished), name):
        unfinished.rename(kept)


def _run(program: str, *arguments: str) -> bool:
    path = embedded.postgres_binary(program)
    if path is None:
        return False
    database = connection.settings_dict
    where = {"host": database["HOST"], "port": database["PORT"], "username": database["USER"]}
    options = [f"--{option}={value}" for option, value in where.items() if value]
    environment = os.environ | {"PGPASSWORD": str(database["PASSWORD"] or "")}
    done = subprocess.run(
        [str(path), *options, *arguments], env=environment, capture_output=True, check=False
    )
    return done.returncode == 0


def _fingerprint() -> str:
    """Of what makes the database: the migrations of all apps, and the code that makes tenants."""
    digest = hashlib.sha256(f"{django.get_version()} {settings.ENCRYPTION_KEYS}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda each: each.name):
        pattern = "**/*.py" if config.label == "tenants" else "migrations/*.py"
        for path in sorted(Path(config.path).glob(pattern)):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()
