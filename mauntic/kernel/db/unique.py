"""Rows with a value that only one may have."""

from django.db import IntegrityError, models, transaction

from mauntic.kernel.errors import Invalid


def save_or_refuse(row: models.Model, *, field: str, taken: str) -> None:
    """Save a row with a unique field.

    Args:
        row: a new or changed row.
        field: the name of the unique field.
        taken: the message of the error.

    Raises: `Invalid` for `field` if another row has its value.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid({field: taken}) from None
