"""Writing many different rows in one statement.

The values travel as one JSON document: Django's `bulk_create` adapts every value of every row by itself, and
its `bulk_update` makes a CASE per field and row, which at this size takes many times as long.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from django.db import connection, models

from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked

M = TypeVar("M", bound=models.Model)
Column = models.Field[Any, Any]
BATCH = 1_000


def update_rows(manager: models.Manager[M], rows: Iterable[M], names: Collection[str]) -> None:
    """Write the named fields of rows, a thousand per statement.

    Args:
        manager: of the model; it selects the table.
        rows: stored rows with changed fields.
        names: the fields to write. `updated_at` among them is set to the present.
    """
    if not names:
        return
    key = manager.model._meta.pk  # noqa: SLF001 (documented API of Django)
    columns = [key, *_columns(manager.model, sorted(names))]
    statement = _update(manager.model, columns)
    at = now()
    for chunk in chunked(rows, BATCH):
        if "updated_at" in names:
            for row in chunk:
                row.updated_at = at  # type: ignore[attr-defined] # it is named, so the model has it
        _execute(statement, [_of_row(row, columns) for row in chunk])


def insert_rows(manager: models.Manager[M], rows: Iterable[M]) -> None:
    """Insert rows, a thousand per statement. Keys that the database makes are not read back.

    Args:
        manager: of the model; it selects the table.
        rows: new rows.
    """
    options = manager.model._meta  # noqa: SLF001 (documented API of Django)
    columns = [
        each
        for each in options.concrete_fields
        # Columns that the database fills, unless Django has a value for them, too.
        if not each.generated and (each.db_returning is False or each.has_default())
    ]
    statement = _insert(manager.model, columns)
    for chunk in chunked(rows, BATCH):
        _execute(statement, [_of_row(row, columns) for row in chunk])


def insert_values(
    manager: models.Manager[M],
    rows: Sequence[Mapping[str, Any]],
    *,
    unique: Sequence[str] = (),
) -> None:
    """Insert rows, given as values by column, without making objects of them.

    Args:
        manager: of the model; it selects the table.
        rows: all with the same columns.
        unique: columns of a unique constraint. A stored row with the same values in them takes the others;
            without them, such a row is an error.
    """
    if not rows:
        return
    columns = _columns(manager.model, list(rows[0]))
    statement = _insert(manager.model, columns, unique)
    for chunk in chunked(rows, BATCH):
        _execute(statement, list(chunk))


def insert_new(manager: models.Manager[M], rows: Sequence[Mapping[str, Any]]) -> set[Any]:
    """Insert rows, given as values by column, in one statement. Rows that violate a constraint are left out.

    Args:
        manager: of the model; it selects the table.
        rows: all with the same columns.

    Returns: the keys of the inserted rows.
    """
    if not rows:
        return set()
    key = _quoted(manager.model._meta.pk)  # noqa: SLF001 (documented API of Django)
    statement = _insert(manager.model, _columns(manager.model, list(rows[0])))
    with connection.cursor() as cursor:
        document = msgspec.json.encode(rows).decode()
        cursor.execute(f"{statement} ON CONFLICT DO NOTHING RETURNING {key}", [document])
        return {key for (key,) in cursor.fetchall()}


def _columns(model: type[models.Model], names: Iterable[str]) -> list[Column]:
    options = model._meta  # noqa: SLF001 (documented API of Django)
    by_column: dict[str, Column] = {str(each.column): each for each in options.concrete_fields}
    return [by_column.get(name) or _concrete(options.get_field(name)) for name in names]


def _concrete(field: Any) -> Column:
    if not isinstance(field, models.Field):
        raise TypeError(f"{field} has no column.")
    return field


def _of_row(row: models.Model, columns: Sequence[Column]) -> dict[str, Any]:
    return {str(field.column): getattr(row, field.attname) for field in columns}


def _execute(statement: str, values: Sequence[Mapping[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(values, default=_plain)])


def _update(model: type[models.Model], columns: Sequence[Column]) -> str:
    """The names come from the models, never from anybody's input."""
    key, *others = (_quoted(field) for field in columns)
    assignments = ", ".join(f"{name} = new.{name}" for name in others)
    return (
        f"UPDATE {_table(model)} AS old SET {assignments} "  # noqa: S608 (see the docstring)
        f"FROM {_recordset(columns)} WHERE old.{key} = new.{key}"
    )


def _insert(model: type[models.Model], columns: Sequence[Column], unique: Sequence[str] = ()) -> str:
    """The names come from the models, never from anybody's input."""
    names = ", ".join(_quoted(field) for field in columns)
    statement = (
        f"INSERT INTO {_table(model)} ({names}) "  # noqa: S608 (see the docstring)
        f"SELECT {names} FROM {_recordset(columns)}"
    )
    if not unique:
        return statement
    taken = [_quoted(field) for field in columns if field.column not in unique]
    keys = ", ".join(connection.ops.quote_name(name) for name in unique)
    return f"{statement} ON CONFLICT ({keys}) DO UPDATE SET " + ", ".join(
        f"{name} = excluded.{name}" for name in taken
    )


def _recordset(columns: Sequence[Column]) -> str:
    shape = ", ".join(f"{_quoted(field)} {_type(field)}" for field in columns)
    return f"jsonb_to_recordset(%s::jsonb) AS new ({shape})"


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (documented API of Django)


def _quoted(field: Column) -> str:
    return connection.ops.quote_name(str(field.column))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _type(field: Column) -> str:
    """The column's type; of a key the type that refers to it, which does not count up by itself."""
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return str(kind)
