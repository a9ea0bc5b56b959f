"""Filters that show events."""

import re
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

VALUE_LENGTH = 60
SHORT_ID = 8


@register.filter
def fact_items(fact: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    """Return the fields of a fact as (label, text, record id or empty), ids first."""
    fields = sorted((fact or {}).items(), key=lambda field: not field[0].endswith("Id"))
    return [_item(key, value) for key, value in fields]


@register.filter
def short_id(value: str) -> str:
    """Return the end of an id, since ids of the same time begin alike."""
    return f"…{value[-SHORT_ID:]}" if len(value) > SHORT_ID else value


CAUSES = {
    "request": gettext_lazy("a request"),
    "command": gettext_lazy("a command"),
    "job": gettext_lazy("a job"),
    "event": gettext_lazy("an event"),
}


@register.filter
def cause_words(kind: str) -> str:
    """Return `a request` for `request`."""
    return str(CAUSES.get(kind, kind))


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
        text = _("yes") if value else _("no")
    else:
        text = "–" if value is None else str(value)
    return text if len(text) <= VALUE_LENGTH else f"{text[: VALUE_LENGTH - 1]}…"


def _item(key: str, value: Any) -> tuple[str, str, str]:
    record = str(value) if key.endswith("Id") and value else ""
    return _words(key).removesuffix(" id"), short_id(record) if record else _text(value), record
