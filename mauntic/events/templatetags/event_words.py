"""How events read."""

import re
from typing import Any

from django import template

register = template.Library()

VALUE_LENGTH = 60
SHORT_ID = 8


@register.filter
def fact_items(fact: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    """The fields of a fact as (label, text, id of the record that the text stands for), ids first."""
    fields = sorted((fact or {}).items(), key=lambda field: not field[0].endswith("Id"))
    return [_item(key, value) for key, value in fields]


@register.filter
def short_id(value: str) -> str:
    """The end of an id: where those of one moment, which begin alike, differ."""
    return f"…{value[-SHORT_ID:]}" if len(value) > SHORT_ID else value


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


def _item(key: str, value: Any) -> tuple[str, str, str]:
    record = str(value) if key.endswith("Id") and value else ""
    return _words(key).removesuffix(" id"), short_id(record) if record else _text(value), record
