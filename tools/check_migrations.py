"""Refuse migrations that the previous release cannot run on.

A release migrates first and restarts afterwards (docs/deploy.md), so for some minutes old code works on the
new schema. Old code does not know a new column, and leaves it out of its INSERTs: without a default in the
database each of them fails.

Usage: python -m tools.check_migrations
"""

import logging
import os
import re
import sys
from pathlib import Path
from typing import Any, List, Set, Tuple

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import PostgresqlAnalyser
from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType, update_migration_checks

from mauntic import embedded

PROJECT = Path(__file__).resolve().parent.parent

# Migrations that the linter refuses although old code can run on them, each with the reason.
ACCEPTED = {
    "lead_intelligence.0002_indexes": "belongs to the first release: there is no code older than it",
    "delivery.0010_amazon_ses": "widens a text column: old code writes shorter ones",
}

FIX = """
Old code has to work on this schema until it is restarted:
  new column        give the field `db_default`, or make it nullable
  dropped, renamed  stop using it in one release, drop it in the next
  new constraint    clean the rows and stop writing bad ones in one release, add it in the next
If old code can run on it all the same, name the migration in ACCEPTED of tools/check_migrations.py, with the
reason.
"""

_TABLE = re.compile(r'(CREATE|ALTER) TABLE ("\w+")')
_REQUIRED = re.compile(r'ADD COLUMN ("\w+") .*?\bNOT NULL|ALTER COLUMN ("\w+") SET NOT NULL')
_DEFAULT = re.compile(r'(?:ADD|ALTER) COLUMN ("\w+") .*?\b(?:DEFAULT (?!NULL)|GENERATED )')
_DROPPED_DEFAULT = re.compile(r'ALTER COLUMN ("\w+") DROP DEFAULT')


def lacks_default(statements: List[str], **_: object) -> bool:
    """Tell whether a column of an existing table ends NOT NULL without a default.

    The linter's own check mixes the columns up. Django adds every column with a default, and drops it
    in the next statement unless the field has `db_default`.
    """
    created, required, defaults = set(), set(), set()
    for sql in statements:
        found = _TABLE.match(sql)
        if found is None:
            continue
        verb, table = found.groups()
        if verb == "CREATE":
            created.add(table)
        required |= _columns(_REQUIRED, table, sql)
        defaults |= _columns(_DEFAULT, table, sql)
        defaults -= _columns(_DROPPED_DEFAULT, table, sql)
    return any(column not in defaults and column[0] not in created for column in required)


def _columns(pattern: "re.Pattern[str]", table: str, sql: str) -> Set[Tuple[str, str]]:
    return {(table, next(filter(None, found.groups()))) for found in pattern.finditer(sql)}


class OldCodeAnalyser(PostgresqlAnalyser):
    """The linter's checks, with one of our own for columns without a default."""

    migration_checks = update_migration_checks(
        PostgresqlAnalyser.migration_checks,
        [
            Check(
                code="NOT_NULL",
                fn=lacks_default,
                message="A column is NOT NULL and has no default in the database",
                mode=CheckMode.TRANSACTION,
                type=CheckType.ERROR,
            )
        ],
    )


class Linter(MigrationLinter):
    """Leaves out what is accepted, by app and name."""

    def should_ignore_migration(self, app_label: str, migration_name: str, *args: Any, **kwargs: Any) -> bool:
        if f"{app_label}.{migration_name}" in ACCEPTED:
            return True
        return super().should_ignore_migration(app_label, migration_name, *args, **kwargs)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
    logging.getLogger("django_migration_linter").setLevel(logging.WARNING)
    with embedded.in_use():
        django.setup()
        failed = refused(shared=True), refused(shared=False)
    if any(failed):
        print(FIX)
    return int(any(failed))


def refused(*, shared: bool) -> bool:
    """Print the migrations that old code cannot run on, and tell whether there are any."""
    # Django writes no SQL for an app that does not belong into the current schema; no table is read or made.
    connection.set_schema("public" if shared else "an_organization")
    linter = Linter(
        str(PROJECT),
        include_apps=own_apps(shared=shared),
        ignore_initial_migrations=True,  # they only create tables, which old code does not know
        no_cache=True,
        quiet=["ok", "ignore", "warning"],
    )
    linter.sql_analyser_class = OldCodeAnalyser
    linter.lint_all_migrations()
    return linter.has_errors


def own_apps(*, shared: bool) -> List[str]:
    """Return the labels of this repository's apps: of those in the shared schema, or of the others."""
    return [
        app.label
        for app in apps.get_app_configs()
        if PROJECT in Path(app.path).parents
        and ".venv" not in Path(app.path).parts
        and (app.name in settings.SHARED_APPS) is shared
    ]


if __name__ == "__main__":
    sys.exit(main())
