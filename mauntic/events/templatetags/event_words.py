"""Filters that show events."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.events.catalog.records import Named, reading
from mauntic.events.labels import event_label as label_of_event
from mauntic.kernel.codes import code_words, has_labels
from mauntic.kernel.display import NONE, moment, number, score

register = template.Library()

VALUE_LENGTH = 60
SHORT_ID = 8
_SCORES = {"score", "previousScore", "intentScore", "points"}
_LABELS = {"contact": gettext_lazy("lead")}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


class Item(NamedTuple):
    """A field of a fact. `record` is the id of a record, `url` the address of its page; or empty."""

    label: str
    text: str
    record: str = ""
    url: str = ""


@register.filter
def fact_items(fact: dict[str, Any] | None, names: Mapping[str, Named] | str = "") -> list[Item]:
    """Return the fields of a fact, records first.

    Args: `names` are the names of records by id; the others are shown by the end of their id.
    """
    known = names if isinstance(names, Mapping) else {}
    fields = sorted((fact or {}).items(), key=lambda field: not field[0].endswith("Id"))
    return [_item(key, value, known) for key, value in fields]


@register.filter
def fact_reading(fact: dict[str, Any], wire_name: str) -> str:
    """Return what a fact says as one text. Empty for events that nobody reads in words."""
    return ": ".join(filter(None, reading(wire_name, fact)))


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
def event_label(wire_name: str) -> str:
    """Return `Lead scored` for `scoring.LeadScored`."""
    return label_of_event(wire_name)


@register.filter
def receiver_words(name: str) -> str:
    """`scoring: score contacts` for `scoring.handlers.score_contacts`."""
    path, _, function = name.rpartition(".")
    parts = [part for part in path.split(".") if part not in {"mauntic", "handlers"}]
    return f"{_words('.'.join(parts))}: {_words(function)}"


def _words(name: str) -> str:
    """`contact id` for contactId or contact_id."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).lower()


def _text(key: str, value: Any) -> str:
    text = _plain(key, value)
    return text if len(text) <= VALUE_LENGTH else f"{text[: VALUE_LENGTH - 1]}…"


def _plain(key: str, value: Any) -> str:
    match value:
        case None | "":
            return NONE
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return score(value) if key in _SCORES else number(value, 2)
        case list():
            return ", ".join(_text(key, each) for each in value)
        case dict():
            return _of_object(value)
    return _of_text(key, str(value))


def _of_object(value: Mapping[str, Any]) -> str:
    match value:
        case {"factor": str(factor), "points": int() | float() as points}:
            return f"{code_words('factor', factor)} {'+' if points > 0 else ''}{number(points)}"
    return ", ".join(f"{_words(each)} {_text(each, value[each])}" for each in value)


def _of_text(key: str, text: str) -> str:
    if has_labels(key):
        return code_words(key, text)
    if _MOMENT.match(text):
        try:
            return moment(datetime.fromisoformat(text))
        except ValueError:
            return text
    return text


def _item(key: str, value: Any, names: Mapping[str, Named]) -> Item:
    label = _words(key).removesuffix(" id")
    record = str(value) if key.endswith("Id") and value else ""
    named = names.get(record)
    if record:
        text = named.name if named else short_id(record)
        return Item(str(_LABELS.get(label, label)), text, record, named.url if named else "")
    return Item(label, _text(key, value))
