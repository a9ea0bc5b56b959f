"""How events read."""

import re
from typing import Any
from uuid import UUID

from django import template

register = template.Library()

VALUE_LENGTH = 60


@register.filter
def fact_items(fact: dict[str, Any] | None) -> list[tuple[str, str, bool]]:
    """The fields of a fact as (label, text, whether it is the id of a record)."""
    return [(_words(key), _text(value), _is_id(key, value)) for key, value in (fact or {}).items()]


@register.filter
def receiver_words(name: str) -> str:
    """`scoring: score contacts` for `scoring.handlers.score_contacts`."""
    path, _, function = name.rpartition(".")
    parts = [part for part in path.split(".") if part not in {"mauntic", "handlers"}]
    return f"{_words('.'.join(parts))}: {_words(function)}"


def _words(name: str) -> str:
    """`contact id` for contactId or contact_id."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).lower()


def _text(value: Any) -> str:
    if isinstance(value, list):
        text = ", ".join(_text(each) for each in value)
    elif isinstance(value, dict):
        text = ", ".join(f"{key} {_text(each)}" for key, each in value.items())
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    else:
        text = "–" if value is None else str(value)
    return text if len(text) <= VALUE_LENGTH else f"{text[: VALUE_LENGTH - 1]}…"


def _is_id(key: str, value: Any) -> bool:
    try:
        return key.endswith("Id") and bool(UUID(value))
    except (ValueError, AttributeError, TypeError):
        return False
