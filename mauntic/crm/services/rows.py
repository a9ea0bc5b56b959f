"""Writing many different rows in one statement."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models

from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now

M = TypeVar("M", bound=models.Model)
BATCH = 1_000


def update_rows(manager: models.Manager[M], rows: Iterable[M], names: Collection[str]) -> None:
    """Write the named fields of rows, a thousand per statement; `updated_at` is set when it is named.

    The values travel as one JSON document: Django's `bulk_update` makes a CASE per field and row, which at
    this size takes many times as long.
    """
    if not names:
        return
    fields = _fields(manager.model, names)
    statement = _statement(manager.model, fields)
    at = now()
    for chunk in chunked(rows, BATCH):
        if "updated_at" in names:
            for row in chunk:
                row.updated_at = at  # type: ignore[attr-defined] # it is named, so the model has it
        values = [{str(field.column): getattr(row, field.attname) for field in fields} for row in chunk]
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(values, default=_plain)])


def _fields(model: type[models.Model], names: Collection[str]) -> list[models.Field[Any, Any]]:
    options = model._meta  # noqa: SLF001 (documented API of Django)
    named = [options.pk, *(options.get_field(name) for name in sorted(names))]
    return [field for field in named if isinstance(field, models.Field)]


def _statement(model: type[models.Model], fields: Sequence[models.Field[Any, Any]]) -> str:
    """The names come from the models, never from anybody's input."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001 (documented API of Django)
    key, *columns = (quote(str(field.column)) for field in fields)
    types = [_type(field) for field in fields]
    assignments = ", ".join(f"{name} = new.{name}" for name in columns)
    shape = ", ".join(f"{name} {kind}" for name, kind in zip([key, *columns], types, strict=True))
    return (
        f"UPDATE {table} AS old SET {assignments} "  # noqa: S608 (see the docstring)
        f"FROM jsonb_to_recordset(%s::jsonb) AS new ({shape}) WHERE old.{key} = new.{key}"
    )


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _type(field: models.Field[Any, Any]) -> str:
    """The column's type; of a key the type that refers to it, which does not count up by itself."""
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return str(kind)
