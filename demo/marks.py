"""Which stages of the demonstration are done.

The marks lie in the demonstration's own schema, so that a stage and its mark are committed together, and both
are gone after a reset. It is a table outside Django's models: the product knows nothing of it.
"""

from django.db import connection

_CREATE = """
    CREATE TABLE IF NOT EXISTS demo_stage (name text PRIMARY KEY, done_at timestamptz NOT NULL DEFAULT now())
"""


def prepare() -> bool:
    """Make the table; return whether it is new. Call these functions inside the organization."""
    with connection.cursor() as cursor:
        is_new = "demo_stage" not in connection.introspection.table_names(cursor)
        cursor.execute(_CREATE)
    return is_new


def is_done(name: str) -> bool:
    """Tell whether a stage is marked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM demo_stage WHERE name = %s", [name])
        return cursor.fetchone() is not None


def mark(name: str) -> None:
    """Mark a stage as done, within the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO demo_stage (name) VALUES (%s) ON CONFLICT DO NOTHING", [name])
