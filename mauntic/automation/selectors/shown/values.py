"""What actions were given and made, for people: names with links instead of ids, and times as written."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.domain.ids import ids_in, is_id
from mauntic.automation.registry.actions import action_named
from mauntic.automation.registry.made import made
from mauntic.automation.registry.subjects import all_subjects
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.shown.sentences import branch_label
from mauntic.events.catalog.records import Named
from mauntic.kernel import display
from mauntic.kernel.parsing import moment_of
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as later

Names = Mapping[str, Named]


class Shown(NamedTuple):
    """A value with its label, and the address of the record that it names; empty without one."""

    label: str
    value: str
    url: str = ""


LABELS: Mapping[str, StrPromise] = {
    "branch": later("Branch"),
    "until": later("Until"),
    "contact": later("Lead"),
    "lead": later("Lead"),
    "owner": later("Owner"),
    "name": later("Name"),
    "stage": later("Stage"),
    "task": later("Task"),
    "subject": later("Subject"),
    "due_at": later("Due"),
    "status": later("Status"),
    "answer": later("Answer"),
    "people": later("People"),
    "event": later("What happens"),
    "value": later("Value"),
    "field": later("Field"),
    "left_out": later("Not notified"),
    "message": later("Email"),
    "enrollment": later("Sequence"),
}
DAY_LENGTH = len("2026-12-24")
EMPTY: tuple[Any, ...] = ("", None, [], {})


def names_in(values: Iterable[Any]) -> Names:
    """Return the names and pages of the people and records whose ids are among values: a query per kind."""
    ids = {pk for value in values for pk in ids_in(value)}
    if not ids:
        return {}
    found = {row.pk: Named(str(row), "") for row in User.objects.filter(pk__in=ids)} | made(ids)
    for subject in all_subjects():
        found |= subject.names(ids)
    return {str(pk): named for pk, named in found.items()}


def pairs(values: Mapping[str, Any], script: Script, key: str, names: Names) -> list[Shown]:
    """Return what an action is given, or made, with labels and links.

    Ids that have no name are left out.

    Args:
        values: the settings with their texts filled, or the output.
        script: the version.
        key: of the action.
        names: of the records in them: see `names_in`.
    """
    action = action_named(key, script.trigger.subject) if script.trigger else None
    fields: Mapping[str, forms.Field] = action.form.base_fields if action else {}
    order = {name: place for place, name in enumerate(fields)}
    given = sorted(values.items(), key=lambda item: order.get(item[0], len(order)))
    shown = ((name, value, fields.get(name)) for name, value in given if value not in EMPTY)
    found = [
        Shown(_label(name, field), _said(name, value, field, names), _page(value, names))
        for name, value, field in shown
    ]
    return [each for each in found if each.value]


def _page(value: Any, names: Names) -> str:
    return names[value].url if isinstance(value, str) and value in names else ""


def _label(name: str, field: forms.Field | None) -> str:
    # A wait is given a date of the record, or a length; what is planned by it is a time.
    if field is not None and field.label and name != "until":
        return str(field.label)
    return str(LABELS.get(name, name.replace("_", " ").capitalize()))


def _said(name: str, value: Any, field: forms.Field | None, names: Names) -> str:
    if name == "branch":
        return branch_label(str(value))
    if isinstance(field, forms.ChoiceField) and not hasattr(field, "queryset"):
        choices: Any = field.choices
        labels = {str(key): str(label) for key, label in choices}
        if isinstance(value, str) and value in labels:
            return labels[value]
    return _words(value, names)


def _words(value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return _joined(f"{_label(str(key), None)}: {_words(each, names)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return _joined(_words(each, names) for each in value)
    text = str(value)
    return (names[text].name if text in names else "") if is_id(text) else _timed(text)


def _timed(text: str) -> str:
    try:
        day = parse_date(text) if len(text) == DAY_LENGTH else None
    except ValueError:
        return text
    if day:
        return display.day(day)
    moment = moment_of(text) if "T" in text else None
    return display.moment(moment) if moment else text


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
