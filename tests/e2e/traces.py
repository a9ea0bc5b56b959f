"""What a browser test left in the served organization, so that no test sees rows of another one."""

from dataclasses import dataclass
from typing import Self

from django.db import connection, transaction
from psycopg import sql

from mauntic.tenants.models import Organization

KEPT = "rows_before"  # a schema beside the organization's own


@dataclass(frozen=True)
class Rows:
    """The rows that an organization starts with. `restore` brings exactly these back."""

    schema: str
    tables: tuple[str, ...]
    columns: dict[str, sql.Composed]

    @classmethod
    def of(cls, organization: Organization) -> Self:
        """Copies all rows of the organization beside it."""
        schema = organization.schema_name
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace"
                " AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'django_migrations'",
                [schema],
            )
            tables = tuple(name for (name,) in cursor.fetchall())
            cursor.execute(
                "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
                " WHERE table_schema = %s AND is_generated = 'NEVER' GROUP BY table_name",
                [schema],
            )
            columns = {
                table: sql.SQL(", ").join(map(sql.Identifier, names)) for table, names in cursor.fetchall()
            }
            rows = cls(schema, tables, columns)
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(KEPT)))
            for table in rows._filled(cursor):
                cursor.execute(
                    sql.SQL("CREATE TABLE {} AS TABLE {}").format(
                        sql.Identifier(KEPT, table), sql.Identifier(schema, table)
                    )
                )
        return rows

    def restore(self) -> None:
        """Deletes what was added, and brings back what was deleted or changed."""
        with transaction.atomic(), connection.cursor() as cursor:
            # Neither the order of tables nor a trigger, which keeps snapshots of a forecast, is in the way.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in self._filled(cursor):
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(self.schema, table)))
            for table in self._kept(cursor):
                cursor.execute(
                    sql.SQL(
                        "INSERT INTO {} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {}"
                    ).format(
                        sql.Identifier(self.schema, table),
                        sql.Identifier(KEPT, table),
                        columns=self.columns[table],
                    )
                )

    def forget(self) -> None:
        """Drops the copies."""
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(KEPT)))

    def _filled(self, cursor) -> list[str]:
        asked = [
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                sql.Literal(table), sql.Identifier(self.schema, table)
            )
            for table in self.tables
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(asked))
        return [name for (name,) in cursor.fetchall()]

    def _kept(self, cursor) -> list[str]:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
        return [name for (name,) in cursor.fetchall()]
