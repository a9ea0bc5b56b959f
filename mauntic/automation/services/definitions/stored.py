"""Settings as JSON: what a form has read becomes what is stored, and what the form can read again."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models


def as_json(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a form as JSON: records by their ids. Empty ones are left out."""
    found = {name: _plain(value) for name, value in cleaned.items()}
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, models.QuerySet | list | tuple | set):
        return [_plain(each) for each in value]
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return value
