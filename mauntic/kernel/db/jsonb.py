"""Texts out of JSON objects whose names people choose."""

from django.db.models import F, Func, TextField, Value


def json_text(column: str, name: str) -> Func:
    """Return the value of a name in a JSON object, as text; NULL if the object does not have it.

    `KeyTextTransform` reads a name such as 2024 as an index of a list, and finds nothing in an object.

    Args:
        column: the path of the column, as in `F`.
        name: the name in its objects.
    """
    return Func(
        F(column), Value(name, TextField()), function="jsonb_extract_path_text", output_field=TextField()
    )
