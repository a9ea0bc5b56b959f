"""Writing many different rows in one statement."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
BATCH = 500


def update_rows(manager: models.Manager[M], rows: Iterable[M], names: Collection[str]) -> None:
    """Write the named fields of rows that are locked already, hundreds per statement.

    An upsert on the key, because PostgreSQL plans it in no time where `bulk_update` makes a CASE per field
    and row. Locked rows cannot vanish meanwhile, so nothing is ever inserted.
    """
    if names:
        manager.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(names)
        )
