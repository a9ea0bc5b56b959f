"""Create the schemas of tenants from a snapshot of a migrated template.

Migrating a schema takes seconds, replaying a dump of one takes a fifth of a second. The snapshot is kept
in the database, so any process can make an organization; where `pg_dump` is missing, the schema is
migrated in place.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import structlog
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from mauntic import embedded
from mauntic.tenants.context import TEMPLATE_SCHEMA
from mauntic.tenants.models import SchemaSnapshot

log = structlog.get_logger(__name__)

# psql's own commands, and settings that would outlive the transaction that replays the dump.
_NOT_REPLAYED = re.compile(
    r"\A(\\(un)?restrict |SET \w{1,63} = .*;$|SELECT pg_catalog\.set_config|CREATE SCHEMA |--$|-- )"
)


def build_schema(schema_name: str) -> None:
    """Create a schema with all tenant tables, inside the transaction of the caller."""
    snapshot = _current_snapshot()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(schema_name)}")
        if snapshot is not None:
            cursor.execute(snapshot.sql.replace(TEMPLATE_SCHEMA, schema_name))
            return
    _migrate(schema_name)


def ensure_snapshot() -> None:
    """Store a snapshot of the current migrations, from which new schemas are created, unless there is one.

    Does nothing inside a transaction, since `pg_dump` is another session and sees only committed data. Does
    nothing either without a `pg_dump` that fits the server: schemas are then migrated, which takes longer.
    """
    if connection.in_atomic_block or _current_snapshot() is not None:
        return
    try:
        sql = _sql_of_template()
    except DatabaseError as error:  # another process is at it
        log.info("tenants.pg_dump_refused", error=str(error))
        return
    if sql is not None:
        SchemaSnapshot.objects.exclude(fingerprint=_fingerprint()).delete()
        SchemaSnapshot.objects.update_or_create(fingerprint=_fingerprint(), defaults={"sql": sql})


def _sql_of_template() -> str | None:
    programs = _pg_dumps()
    if not programs:
        return None
    _drop_template()  # of a process that was killed here
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {TEMPLATE_SCHEMA}")
    _migrate(TEMPLATE_SCHEMA)
    sql = _first_dump(programs)
    _drop_template()
    return sql


def _drop_template() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {TEMPLATE_SCHEMA} CASCADE")


def _current_snapshot() -> SchemaSnapshot | None:
    return SchemaSnapshot.objects.filter(fingerprint=_fingerprint()).first()


def _fingerprint() -> str:
    names = sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _migrate(schema_name: str) -> None:
    call_command("migrate_schemas", schema_name=schema_name, interactive=False, verbosity=0)


def _pg_dumps() -> list[str]:
    """The programs to try: one may be older than the server, which it then refuses to read."""
    found = (shutil.which("pg_dump"), embedded.postgres_binary("pg_dump"))
    return [str(program) for program in found if program is not None]


def _first_dump(programs: Sequence[str]) -> str | None:
    sql = next((sql for program in programs if (sql := _dump(program)) is not None), None)
    if sql is None:
        log.warning(
            "tenants.no_snapshot", hint="Install a pg_dump as new as the server: see the lines above."
        )
    return sql


def _dump(pg_dump: str) -> str | None:
    settings = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": str(settings["PASSWORD"] or "")}
    options = {"host": settings["HOST"], "port": settings["PORT"], "username": settings["USER"]}
    command = [
        pg_dump,
        "--inserts",
        "--no-owner",
        "--no-privileges",
        f"--schema={TEMPLATE_SCHEMA}",
        *(f"--{key}={value}" for key, value in options.items() if value),
        str(settings["NAME"]),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 (no shell, our own arguments)
    if done.returncode:
        log.info("tenants.pg_dump_refused", program=Path(pg_dump).name, error=done.stderr.strip())
        return None
    return "\n".join(line for line in done.stdout.splitlines() if not _NOT_REPLAYED.match(line))
